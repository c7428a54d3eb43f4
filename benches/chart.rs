//! Charts with two logarithmic axes, as an SVG file: on them, what grows as a power of something is a straight line whose
//! slope is the exponent.

use std::fmt::Write as _;

/// A chart of a few series.
pub(crate) struct Chart {
    pub(crate) title: &'static str,
    /// What stands at the vertical axis.
    pub(crate) unit: &'static str,
    pub(crate) series: Vec<Series>,
}

/// Points joined by lines.
pub(crate) struct Series {
    pub(crate) name: String,
    /// Both values above 0.
    pub(crate) points: Vec<(f64, f64)>,
}

/// The exponent of a power of x that fits the points best: the slope of log y on log x, by least squares.
pub(crate) fn exponent(points: &[(f64, f64)]) -> Option<f64> {
    let logs: Vec<(f64, f64)> = points.iter().map(|(x, y)| (x.ln(), y.ln())).collect();
    let count = logs.len() as f64;
    let (x, y) = logs.iter().fold((0.0, 0.0), |sum, (x, y)| (sum.0 + x / count, sum.1 + y / count));
    let both: f64 = logs.iter().map(|at| (at.0 - x) * (at.1 - y)).sum();
    let own: f64 = logs.iter().map(|at| (at.0 - x).powi(2)).sum();
    (own > 0.0).then(|| both / own)
}

const WIDTH: f64 = 560.0;
const HEIGHT: f64 = 380.0;
/// Around the plot: left, right (where series are named), top, bottom.
const MARGINS: [f64; 4] = [72.0, 162.0, 52.0, 56.0];
/// Above and below all charts.
const BANNER: (f64, f64) = (64.0, 34.0);
/// Dark enough on white, and told apart by those who do not see all colours (Okabe and Ito 2008).
const COLORS: [&str; 5] = ["#0072b2", "#d55e00", "#008060", "#aa4488", "#555555"];

/// Draws the charts two in a row, under a heading and above a note.
pub(crate) fn draw(heading: &str, subheading: &str, x_title: &str, charts: &[Chart], note: &str) -> String {
    let rows = charts.len().div_ceil(2) as f64;
    let (width, height) = (2.0 * WIDTH, BANNER.0 + rows * HEIGHT + BANNER.1);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"system-ui, 'Segoe UI', Helvetica, Arial, sans-serif\" font-size=\"13\" fill=\"#222\">\n\
         <title>{heading}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n\
         <text x=\"24\" y=\"32\" font-size=\"20\" font-weight=\"600\">{}</text>\n\
         <text x=\"24\" y=\"53\" fill=\"#555\">{}</text>\n",
        escape(heading),
        escape(subheading),
    );
    for (n, chart) in charts.iter().enumerate() {
        let (x, y) = ((n % 2) as f64 * WIDTH, BANNER.0 + (n / 2) as f64 * HEIGHT);
        let _ = writeln!(svg, "<g transform=\"translate({x} {y})\">");
        chart.draw(x_title, &mut svg);
        svg.push_str("</g>\n");
    }
    let _ =
        writeln!(svg, "<text x=\"24\" y=\"{}\" font-size=\"12\" fill=\"#555\">{}</text>", height - 14.0, escape(note));
    svg.push_str("</svg>\n");
    svg
}

impl Chart {
    fn draw(&self, x_title: &str, svg: &mut String) {
        let [left, right, top, bottom] = MARGINS;
        let points = || self.series.iter().flat_map(|series| series.points.iter().copied());
        let across = Axis::over(points().map(|(x, _)| x), left, WIDTH - right);
        let up = Axis::over(points().map(|(_, y)| y), HEIGHT - bottom, top);
        let (floor, end) = (HEIGHT - bottom, WIDTH - right);
        let _ = writeln!(svg, "<text x=\"{left}\" y=\"24\" font-size=\"15\" font-weight=\"600\">{}</text>", self.title);
        let _ = writeln!(svg, "<text x=\"{left}\" y=\"42\" font-size=\"12\" fill=\"#555\">{}</text>", self.unit);
        for tick in up.ticks() {
            let y = up.at(tick);
            let _ = writeln!(
                svg,
                "<path d=\"M{left} {y:.1}H{end}\" stroke=\"#e3e3e3\"/><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\" \
                 fill=\"#555\">{}</text>",
                left - 8.0,
                y + 4.5,
                short(tick)
            );
        }
        for tick in across.ticks() {
            let x = across.at(tick);
            let _ = writeln!(
                svg,
                "<path d=\"M{x:.1} {top}V{floor}\" stroke=\"#e3e3e3\"/><text x=\"{x:.1}\" y=\"{:.1}\" \
                 text-anchor=\"middle\" fill=\"#555\">{}</text>",
                floor + 19.0,
                short(tick)
            );
        }
        let _ = writeln!(svg, "<path d=\"M{left} {top}V{floor}H{end}\" fill=\"none\" stroke=\"#888\"/>");
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"12\" text-anchor=\"middle\" fill=\"#555\">{x_title}</text>",
            (left + end) / 2.0,
            floor + 40.0
        );
        let mut names = Vec::new();
        for (series, color) in self.series.iter().zip(COLORS.iter().cycle()) {
            let places: Vec<(f64, f64)> = series.points.iter().map(|(x, y)| (across.at(*x), up.at(*y))).collect();
            let line: Vec<String> = places.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
            let _ = writeln!(
                svg,
                "<polyline points=\"{}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2\"/>",
                line.join(" ")
            );
            for (x, y) in &places {
                let _ = writeln!(svg, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.5\" fill=\"{color}\"/>");
            }
            let grows = exponent(&series.points).map(|exponent| format!("exponent {exponent:.2}")).unwrap_or_default();
            names.extend(places.last().map(|(_, y)| (*y, series.name.as_str(), grows, *color)));
        }
        names.sort_by(|a, b| a.0.total_cmp(&b.0));
        // Names that would overlap move down, and all of them up again where the last would leave the plot.
        let mut next = f64::MIN;
        for name in &mut names {
            name.0 = name.0.max(next);
            next = name.0 + 34.0;
        }
        let over = (next - 34.0 - (floor - 14.0)).max(0.0);
        for (y, name, grows, color) in names {
            let (x, y) = (end + 12.0, y - over);
            let _ = writeln!(
                svg,
                "<text x=\"{x:.1}\" y=\"{y:.1}\" fill=\"{color}\" font-weight=\"600\">{}<tspan x=\"{x:.1}\" dy=\"15\" \
                 font-size=\"11.5\" font-weight=\"400\" fill=\"#555\">{grows}</tspan></text>",
                escape(name)
            );
        }
    }
}

/// A logarithmic axis.
struct Axis {
    /// Logarithms of the ends.
    from: f64,
    to: f64,
    /// Where the ends are drawn.
    start: f64,
    end: f64,
}

impl Axis {
    /// An axis that shows all of the values, with some room at both ends.
    fn over(values: impl Iterator<Item = f64>, start: f64, end: f64) -> Axis {
        let logs = values.map(f64::log10);
        let (least, most) = logs.fold((f64::MAX, f64::MIN), |(least, most), log| (least.min(log), most.max(log)));
        let room = ((most - least) * 0.06).max(0.08);
        Axis { from: least - room, to: most + room, start, end }
    }

    fn at(&self, value: f64) -> f64 {
        self.start + (value.log10() - self.from) / (self.to - self.from) * (self.end - self.start)
    }

    /// Powers of ten; where there would be few, two and five times them, too.
    fn ticks(&self) -> Vec<f64> {
        let steps: &[f64] = if self.to - self.from > 2.6 { &[1.0] } else { &[1.0, 2.0, 5.0] };
        let steps = if self.to - self.from > 1.4 && steps.len() > 1 { &[1.0, 3.0][..] } else { steps };
        let decades = self.from.floor() as i32..=self.to.ceil() as i32;
        let all = decades.flat_map(|decade| steps.iter().map(move |step| step * 10_f64.powi(decade)));
        all.filter(|tick| (self.from..=self.to).contains(&tick.log10())).collect()
    }
}

/// A number as short as it can be: `300k`, `0.5`.
fn short(value: f64) -> String {
    let rounded = |value: f64| format!("{}", (value * 1_000.0).round() / 1_000.0);
    match value {
        1e6.. => format!("{}M", rounded(value / 1e6)),
        1e3.. => format!("{}k", rounded(value / 1e3)),
        _ => rounded(value),
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
