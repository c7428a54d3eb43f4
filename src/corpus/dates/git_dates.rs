//! Dates from git: when each file was last committed.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::git::{Git, Reading, part};
use crate::corpus::walk::{Mark, SourceFile, outside};

/// How long git may take for all that is asked of it in one run.
const LIMIT: Duration = Duration::from_secs(60);

/// Most settings of filter programs in a repository.
const MOST_FILTERS: usize = 200;

/// Most files that git is asked about by name; of more it tells what it knows of all. A few are named because that costs
/// little in a large repository.
const MOST_NAMED: usize = 100;

/// What became of asking git.
#[derive(Debug, Default)]
pub struct GitDates {
    /// The repositories of the files, by their folder, each as it was before git was asked: see [`commit_marks`].
    pub repositories: BTreeMap<PathBuf, Vec<Mark>>,
    /// What the user should know.
    pub notes: Vec<String>,
}

/// Notes at each file when git last committed it, where that is what is on disk: files that were changed since, that git
/// does not know or that belong to no repository have none.
pub fn date_by_git(files: &mut [SourceFile]) -> GitDates {
    let deadline = Instant::now() + LIMIT;
    let mut tops: HashMap<PathBuf, Option<PathBuf>> = HashMap::new();
    let mut repositories: BTreeMap<PathBuf, HashMap<String, usize>> = BTreeMap::new();
    for (at, file) in files.iter().enumerate() {
        let Some(folder) = file.path.parent() else { continue };
        let top = tops.entry(folder.to_owned()).or_insert_with(|| top_of(folder));
        let Some(top) = top else { continue };
        if let Some(name) = file.path.strip_prefix(&*top).ok().and_then(slashed) {
            repositories.entry(top.clone()).or_default().insert(name, at);
        }
    }
    let mut dates = GitDates::default();
    for (top, names) in repositories {
        let (notes, marks) = (&mut dates.notes, commit_marks(&top));
        match commits(&top, names.keys().cloned().collect(), deadline) {
            Ok(times) => names.into_iter().for_each(|(name, at)| files[at].committed = times.get(&name).copied()),
            Err(why) => {
                notes.push(format!("no dates from git in {}, those of the files instead: {why}", top.display()))
            }
        }
        if top.join(".git/shallow").exists() {
            notes.push(format!(
                "the history in {} begins late (a shallow clone): guides may be older than their dates",
                top.display()
            ));
        }
        dates.repositories.insert(top, marks);
    }
    dates
}

/// How the files of a repository look that change with every commit, checkout, reset or the like. (The list of what is
/// to be committed is not among them: whoever asks git for its status writes that.)
pub fn commit_marks(top: &Path) -> Vec<Mark> {
    let dot_git = top.join(".git");
    // In a linked work tree it is a file that names the folder.
    let named = std::fs::read_to_string(&dot_git).ok();
    let folder = match named.as_deref().and_then(|text| text.strip_prefix("gitdir:")) {
        Some(named) => top.join(named.trim()),
        None => dot_git,
    };
    let common = std::fs::read_to_string(folder.join("commondir")).map_or(folder.clone(), |to| folder.join(to.trim()));
    let mut paths = vec![folder.join("HEAD"), folder.join("logs/HEAD"), folder.join("reftable/tables.list")];
    let head = std::fs::read_to_string(folder.join("HEAD")).unwrap_or_default();
    if let Some(branch) = head.strip_prefix("ref:") {
        paths.extend([common.join(branch.trim()), common.join("packed-refs")]);
    }
    outside(&[], &paths)
}

/// The nearest folder upward that looks like a repository's.
fn top_of(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned)
}

/// A relative path with `/` between its parts; none where it is not UTF-8.
fn slashed(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
    parts.map(|parts| parts.join("/"))
}

/// When each of these files of a repository was last committed, seconds since 1970; none for those that git does not
/// know or that are not as they were committed.
fn commits(top: &Path, wanted: HashSet<String>, deadline: Instant) -> Result<HashMap<String, i64>, String> {
    let git = Git { top, filters: Vec::new(), deadline };
    // To see whether a file was changed, git sends it through the filter programs that the repository names.
    let filters = ["config", "-z", "--name-only", "--get-regexp", r"^filter\..*\.(clean|smudge|process|required)$"];
    // It ends with 1 where there are none.
    let filters = git.run(&filters, &[0, 1], |out| names(out, MOST_FILTERS, |_| true))?;
    if filters.len() >= MOST_FILTERS {
        return Err("it names too many filter programs".to_owned());
    }

    let git = Git { filters, ..git };
    let few: Vec<&str> = wanted.iter().map(String::as_str).filter(|_| wanted.len() <= MOST_NAMED).collect();
    // Only what the last commit has was ever committed as it is: whoever waits for more reads all of the history.
    let known = [&["ls-tree", "-r", "-z", "--name-only", "HEAD", "--"][..], &few].concat();
    let mut wanted: HashSet<String> = git.run(&known, &[0], wanted_names(&wanted))?.into_iter().collect();
    let plain = ["--no-renames", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all", "-z", "HEAD", "--"];
    let changed = [&["diff", "--name-only"][..], &plain, &few].concat();
    for name in git.run(&changed, &[0], wanted_names(&wanted))? {
        wanted.remove(&name);
    }
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    // Without the full history, naming files would leave out commits on branches that a merge did not take.
    let log = [&["log", "--full-history", "--format=%ct", "--name-status"][..], &plain, &few].concat();
    git.run(&log, &[0], move |out| times(out, wanted))
}

/// Reads the names in an output that are among these.
fn wanted_names(
    wanted: &HashSet<String>,
) -> impl FnOnce(&mut dyn BufRead) -> std::io::Result<Reading<Vec<String>>> + Send + 'static {
    let wanted = wanted.clone();
    move |out| names(out, usize::MAX, |name| wanted.contains(name))
}

/// The names in an output that are looked for, at most so many.
fn names(out: &mut dyn BufRead, most: usize, wanted: impl Fn(&str) -> bool) -> std::io::Result<Reading<Vec<String>>> {
    let mut found = Vec::new();
    while found.len() < most {
        match part(out)? {
            Some(name) if wanted(&name) => found.push(name),
            Some(_) => {}
            None => return Ok(Reading::All(found)),
        }
    }
    Ok(Reading::Enough(found))
}

/// Reads a log from the newest commit on: its time, then a status and a name for each file. Ends where every wanted file
/// has been seen. One that the newest commit to name it took away is on disk without git knowing it, and has no time.
fn times(out: &mut dyn BufRead, mut wanted: HashSet<String>) -> std::io::Result<Reading<HashMap<String, i64>>> {
    let mut found = HashMap::new();
    let mut time = None;
    while !wanted.is_empty() {
        let Some(word) = part(out)? else { return Ok(Reading::All(found)) };
        // A line end stands between the time and the first status.
        let word = word.trim_start_matches('\n');
        if word.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
            time = word.parse::<i64>().ok();
            continue;
        }
        let Some(name) = part(out)? else { return Ok(Reading::All(found)) };
        if wanted.remove(&name)
            && let Some(time) = time
            && !word.starts_with('D')
        {
            found.insert(name, time);
        }
    }
    Ok(Reading::Enough(found))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::times;
    use crate::corpus::dates::git::Reading;

    #[test]
    fn a_log_is_read_from_the_newest_commit_on() {
        let log = "300\0\nM\0a.md\0D\0gone.md\x00200\x00100\0\nA\0a.md\0A\0é\nx.md\0A\0gone.md\0A\x00100\0";
        let read = |names: &[&str]| {
            let wanted: HashSet<String> = names.iter().map(|name| (*name).to_owned()).collect();
            match times(&mut log.as_bytes(), wanted).unwrap() {
                Reading::All(found) => (found, "all"),
                Reading::Enough(found) => (found, "enough"),
            }
        };
        let (found, how) = read(&["a.md", "é\nx.md", "gone.md", "100", "other.md"]);
        assert_eq!((found.get("a.md"), found.get("é\nx.md"), found.get("100")), (Some(&300), Some(&100), Some(&100)));
        assert_eq!((found.len(), how), (3, "all"));
        assert_eq!(read(&["a.md"]).1, "enough");
        assert!(times(&mut "300\0\nM\0a".as_bytes(), HashSet::from(["b".to_owned()])).is_err());
    }
}
