// Lucene 9.12 and later.

import java.io.IOException;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.facet.FacetsConfig;
import org.apache.lucene.facet.sortedset.DefaultSortedSetDocValuesReaderState;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesReaderState;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.search.TopScoreDocCollectorManager;

final class Version {
    static TopScoreDocCollector topTen() {
        return new TopScoreDocCollectorManager(10, null, 1000).newCollector();
    }

    static SortedSetDocValuesReaderState facets(IndexReader reader) throws IOException {
        return new DefaultSortedSetDocValuesReaderState(reader, new FacetsConfig());
    }

    static Document stored(IndexSearcher searcher, int document) throws IOException {
        return searcher.storedFields().document(document, Set.of("id"));
    }
}
