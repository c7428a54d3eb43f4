// Lucene 8.

import java.io.IOException;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.facet.sortedset.DefaultSortedSetDocValuesReaderState;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesReaderState;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TopScoreDocCollector;

final class Version {
    static TopScoreDocCollector topTen() {
        return TopScoreDocCollector.create(10, 1000);
    }

    static SortedSetDocValuesReaderState facets(IndexReader reader) throws IOException {
        return new DefaultSortedSetDocValuesReaderState(reader);
    }

    static Document stored(IndexSearcher searcher, int document) throws IOException {
        return searcher.doc(document, Set.of("id"));
    }
}
