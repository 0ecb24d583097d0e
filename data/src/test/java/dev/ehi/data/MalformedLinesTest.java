package dev.ehi.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every malformed line is named by file, line and field. */
class MalformedLinesTest {
  private static final String GOOD_DOCUMENT = "{\"_id\": \"x\", \"text\": \"t\"}\n";

  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"_id": "y", "text": "t"                  |       | broken JSON at column
          not json                                  |       | broken JSON at column 1
          ["_id"]                                   |       | not a JSON object
          {"_id": "y", "text": "t"} {}              |       | more text after
          {"id": "y", "text": "t"}                  | _id   | is missing; the fields here are [id, text]
          {"_id": "", "text": "t"}                  | _id   | is empty
          {"_id": null, "text": "t"}                | _id   | must be a string, not null
          {"_id": "x", "text": "t"}                 | _id   | "x" occurs twice
          {"_id": "y", "title": "t"}                | text  | is missing
          {"_id": "y", "text": ["t"]}               | text  | must be a string, not a list
          {"_id": "y", "text": 5}                   | text  | must be a string, not a number
          {"_id": "y", "title": {}, "text": "t"}    | title | must be a string, not an object
          """)
  void documentLine(String line, String field, String problem) throws IOException {
    RetrievalSet set = open(SmallSet.beir().with("corpus.jsonl", GOOD_DOCUMENT + "\n" + line));
    DataException e = thrown(() -> set.documents().toList());
    assertThat(e.file()).endsWith("corpus.jsonl");
    assertThat(e.line()).isEqualTo(3);
    assertThat(e.field()).isEqualTo(field);
    assertThat(e).hasMessageContainingAll("corpus.jsonl:3: ", problem);
  }

  @Test
  void numericIdsAreTaken() throws IOException {
    RetrievalSet set = open(SmallSet.beir().with("corpus.jsonl", "{\"_id\": 5, \"text\": \"t\"}"));
    assertThat(set.documents().toList()).containsExactly(new Document("5", "", "t"));
  }

  @Test
  void queryWithoutText() throws IOException {
    RetrievalSet set = open(SmallSet.beir().with("queries.jsonl", "{\"_id\": \"q\"}"));
    DataException e = thrown(() -> set.queries().toList());
    assertThat(e).hasMessageContaining("queries.jsonl:1: field \"text\": is missing");
  }

  @Test
  void bytesThatAreNotUtf8() throws IOException {
    byte[] latin = (GOOD_DOCUMENT + "{\"_id\": \"é\"}").getBytes(StandardCharsets.ISO_8859_1);
    RetrievalSet set = open(SmallSet.beir().with("corpus.jsonl", latin));
    DataException e = thrown(() -> set.documents().toList());
    assertThat(e).hasMessageContainingAll("corpus.jsonl:2: not UTF-8 from byte 10 of the line");
  }

  @Test
  void replacementCharacterOfTheTextItselfIsFine() throws IOException {
    RetrievalSet set =
        open(SmallSet.beir().with("corpus.jsonl", "{\"_id\": \"a\", \"text\": \"\uFFFD\"}"));
    assertThat(set.documents().toList()).containsExactly(new Document("a", "", "\uFFFD"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          q1,d1,high    | grade       | "high" is not a whole number
          q1,d1,1.5     | grade       | "1.5" is not a whole number
          q1,d1         |             | 2 columns; expected 3
          q1,0,d1,1     |             | 4 columns; expected 3
          ,d1,1         | query-id    | is empty
          q1,,1         | document-id | is empty
          q0,d0,2       |             | judged twice, with grades 1 and 2
          """)
  void beirQrelsLine(String line, String field, String problem) throws IOException {
    String qrels = "query-id,corpus-id,score\nq0,d0,1\nq0,d0,1\n" + line;
    RetrievalSet set = open(SmallSet.beir().with("qrels/test.tsv", qrels.replace(',', '\t')));
    DataException e = thrown(() -> set.qrels("test"));
    assertThat(e.line()).isEqualTo(4);
    assertThat(e.field()).isEqualTo(field);
    assertThat(e).hasMessageContainingAll("test.tsv:4: ", problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          collection.tsv    | 0,a;1               |    | 1 columns; expected 2: id <tab> passage
          collection.tsv    | 0,a;1,b,c           |    | 3 columns
          collection.tsv    | 0,a;0,b             | id | "0" occurs twice
          queries.train.tsv | 7,a;,b              | id | is empty
          queries.train.tsv | 7,a;8,other than it |    | "8" has another text in another
          """)
  void msMarcoLine(String file, String rows, String field, String problem) throws IOException {
    String text = rows.replace(',', '\t').replace(';', '\n');
    RetrievalSet set = open(SmallSet.msMarco().with(file, text));
    DataException e =
        thrown(() -> (file.startsWith("c") ? set.documents() : set.queries()).toList());
    assertThat(e).hasMessageContaining(problem);
    if (field != null) {
      assertThat(e.field()).isEqualTo(field);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          7 0 1 1;7 1  | 2 columns; expected 4 as on the lines before
          7 1;7 0 1 1  | 4 columns; expected 2 as on the lines before
          7 0 1;7 0 1  | 3 columns; expected 4 (query-id, 0, document-id, grade) or 2
          7 0 1 x;7 0  | "x" is not a whole number
          """)
  void msMarcoQrelsLine(String rows, String problem) throws IOException {
    RetrievalSet set = open(SmallSet.msMarco().with("qrels.train.tsv", rows.replace(';', '\n')));
    assertThat(thrown(() -> set.qrels("train"))).hasMessageContaining(problem);
  }

  private RetrievalSet open(SmallSet files) throws IOException {
    return RetrievalSet.open(files.folder(temp.resolve("set")));
  }

  private static DataException thrown(ThrowingCallable reading) {
    return catchThrowableOfType(DataException.class, reading);
  }
}
