// Lucene's side of the comparison: BM25, English analyzer, facets by SortedSetDocValuesFacetCounts. The protocol is in
// kb.rs. What versions of Lucene name differently is in Version.java, in 8/ and, for Lucene 9.12 and later, in 9/.

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.facet.FacetResult;
import org.apache.lucene.facet.FacetsCollector;
import org.apache.lucene.facet.FacetsConfig;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetCounts;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetField;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesReaderState;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.queryparser.classic.QueryParser;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MultiCollector;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.store.FSDirectory;

public final class Lucene {
    private static final Analyzer ANALYZER = new EnglishAnalyzer();

    private final IndexSearcher searcher;
    private final SortedSetDocValuesReaderState state;
    private final QueryParser parser = new QueryParser("text", ANALYZER);

    private Lucene(String index) throws Exception {
        DirectoryReader reader = DirectoryReader.open(FSDirectory.open(Path.of(index)));
        searcher = new IndexSearcher(reader);
        // No answer is taken from a cache: the same queries come round after round.
        searcher.setQueryCache(null);
        state = Version.facets(reader);
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 3 && arguments[0].equals("index")) {
            build(Path.of(arguments[1]), arguments[2]);
        } else if (arguments.length == 3 && arguments[0].equals("search")) {
            new Lucene(arguments[1]).serve(Files.readAllLines(Path.of(arguments[2])));
        } else {
            System.err.println("usage: index SECTIONS INDEX | search INDEX QUERIES");
            System.exit(2);
        }
    }

    private static void build(Path sections, String index) throws Exception {
        FacetsConfig facets = new FacetsConfig();
        facets.setMultiValued("role", true);
        facets.setMultiValued("section", true);
        IndexWriterConfig config = new IndexWriterConfig(ANALYZER).setRAMBufferSizeMB(256);
        try (IndexWriter writer = new IndexWriter(FSDirectory.open(Path.of(index)), config)) {
            // Parallel, so that all cores are used as kb uses them; one segment at the end, which searches best.
            Files.lines(sections).parallel().forEach(line -> add(writer, facets, line.split("\t", 4)));
            writer.forceMerge(1);
        }
    }

    private static void add(IndexWriter writer, FacetsConfig facets, String[] columns) {
        Document document = new Document();
        document.add(new StoredField("id", columns[0]));
        document.add(new TextField("text", columns[3], Field.Store.YES));
        for (String role : values(columns[1])) {
            document.add(new StringField("filter", role, Field.Store.NO));
            document.add(new SortedSetDocValuesFacetField("role", role));
        }
        for (String section : values(columns[2])) {
            document.add(new SortedSetDocValuesFacetField("section", section));
        }
        try {
            writer.addDocument(facets.build(document));
        } catch (Exception error) {
            throw new IllegalStateException(error);
        }
    }

    private static List<String> values(String column) {
        return column.isEmpty() ? List.of() : List.of(column.split(","));
    }

    private void serve(List<String> lines) throws Exception {
        List<String[]> queries = new ArrayList<>();
        lines.forEach(line -> queries.add(line.split("\t", -1)));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String way = in.readLine(); way != null; way = in.readLine()) {
            StringBuilder out = new StringBuilder();
            for (String[] query : queries) {
                long started = System.nanoTime();
                List<String> answer = answer(query, way);
                long took = System.nanoTime() - started;
                out.append(way.equals("answers") ? String.join("\t", answer) : Long.toString(took)).append('\n');
            }
            System.out.println(out);
        }
    }

    /** The total and the ids of the first ten. */
    private List<String> answer(String[] asked, String way) throws Exception {
        Query query = query(asked);
        List<String> answer = new ArrayList<>();
        TopDocs found;
        if (way.equals("facets")) {
            TopScoreDocCollector top = Version.topTen();
            FacetsCollector matches = new FacetsCollector();
            searcher.search(query, MultiCollector.wrap(top, matches));
            found = top.topDocs();
            SortedSetDocValuesFacetCounts counts = new SortedSetDocValuesFacetCounts(state, matches);
            FacetResult roles = counts.getTopChildren(10, "role");
            FacetResult sections = counts.getTopChildren(10, "section");
            answer.add(String.valueOf(roles) + sections);
        } else {
            found = searcher.search(query, 10);
            answer.add(way.equals("answers") ? Integer.toString(searcher.count(query)) : "");
        }
        if (way.equals("top") || way.equals("facets")) {
            return answer;
        }
        for (ScoreDoc hit : found.scoreDocs) {
            answer.add(Version.stored(searcher, hit.doc).get("id"));
        }
        return answer;
    }

    private Query query(String[] asked) throws Exception {
        String[] words = asked[2].split(" ");
        String joined = String.join(asked[1].equals("or") ? " OR " : " AND ", words);
        Query query = parser.parse(asked[1].equals("phrase") ? '"' + asked[2] + '"' : joined);
        if (asked[3].isEmpty()) {
            return query;
        }
        Query role = new TermQuery(new Term("filter", asked[3]));
        return new BooleanQuery.Builder().add(query, Occur.MUST).add(role, Occur.FILTER).build();
    }
}
