package dev.ehi.eval.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.eval.compare.Results;
import dev.ehi.eval.report.Table.Cell;
import java.util.List;
import org.junit.jupiter.api.Test;

class MergedResultsTest {

  private static final Results FIRST = SampleResults.compare(1);
  private static final Results SECOND = SampleResults.compare(2);

  @Test
  void cellsAreMeansOverSeeds() {
    MergedResults merged = MergedResults.of(List.of(FIRST, SECOND));
    assertThat(merged.seeds()).containsExactly("evaluation 1", "evaluation 2");
    Table costs = merged.tables().get(1);
    Table first = ResultsTable.measurements(FIRST).get(1);
    Table second = ResultsTable.measurements(SECOND).get(1);
    int compared = 0;
    for (int r = 0; r < costs.rows().size(); r++) {
      for (int c = 0; c < costs.columns().size(); c++) {
        if (costs.rows().get(r).cells().get(c) instanceof Cell.Mean mean && mean.measured() == 2) {
          double a = ((Cell.Value) first.rows().get(r).cells().get(c)).value();
          double b = ((Cell.Value) second.rows().get(r).cells().get(c)).value();
          assertThat(mean.value()).isCloseTo((a + b) / 2, within(1e-12));
          assertThat(mean.deviation()).isCloseTo(Math.abs(a - b) / Math.sqrt(2), within(1e-12));
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(20);
    assertThat(merged.render()).contains(" ± ", "2 seeds (evaluation 1; evaluation 2)");
  }

  @Test
  void testsAreOnTheMeansOfQueries() {
    MergedResults merged = MergedResults.of(List.of(FIRST, SECOND));
    assertThat(merged.tests()).isNotEmpty();
    for (Results.Test test : merged.tests()) {
      double expected = (difference(FIRST, test) + difference(SECOND, test)) / 2;
      assertThat(test.difference()).isCloseTo(expected, within(1e-12));
      assertThat(test.wins() + test.losses()).isLessThanOrEqualTo(FIRST.queryIds().size());
    }
  }

  private static double difference(Results results, Results.Test test) {
    return results.tests().stream()
        .filter(t -> t.left().equals(test.left()) && t.right().equals(test.right()))
        .filter(t -> t.budget() == test.budget())
        .findFirst()
        .orElseThrow()
        .difference();
  }

  @Test
  void oneSeedTwiceIsRefused() {
    assertThatThrownBy(() -> MergedResults.of(List.of(FIRST, FIRST)))
        .hasMessageContaining("same seed: evaluation 1");
    assertThatThrownBy(() -> MergedResults.of(List.of(FIRST))).hasMessageContaining("several");
  }

  @Test
  void aRerunIsCheckedAgainstTheRecord() {
    TableCheck.Tolerance tolerance = new TableCheck.Tolerance(.01, .1);
    String record =
        """
        | exact search | nDCG@10 |
        |:-------------|--------:|
        | a            |  0.5000 |

        | cost | 95 % of exact | CPU ms at 95 % |
        |:-----|--------------:|---------------:|
        | a    |       10.00 % |          0.100 |

        | nDCG@10 at equal cost | cost   |   left |      p |
        |:----------------------|-------:|-------:|-------:|
        | a vs b                | 5.00 % | 0.4000 | 0.0100 |
        | a vs b                | 9.00 % | 0.5000 | 0.0100 |
        """;
    assertThat(TableCheck.of(record, record, tolerance)).isEqualTo(new TableCheck(4, List.of()));
    String near =
        record.replace("0.100 |", "9.999 |").replace("0.5000", "0.5090").replace("10.00", "10.90");
    assertThat(TableCheck.of(record, near, tolerance).differences()).isEmpty();
    assertThat(TableCheck.of(record, record.replace("0.4000", "0.4200"), tolerance).differences())
        .containsExactly(
            "nDCG@10 at equal cost / a vs b at 5.00 % / left: on record 0.4000, re-run 0.4200");
    assertThat(TableCheck.of(record, record.replace("10.00 %", "      -"), tolerance).differences())
        .containsExactly("cost / a / 95 % of exact: on record 10.00 %, re-run -");
    assertThat(TableCheck.of(record, record.replace("| a   ", "| new "), tolerance).differences())
        .hasSize(4);
    assertThatThrownBy(() -> TableCheck.of("nothing", record, tolerance))
        .hasMessageContaining("no numbers");
  }

  @Test
  void realTablesAgreeWithThemselves() {
    String table = ResultsTable.render(FIRST);
    TableCheck check = TableCheck.of(table, table, TableCheck.Tolerance.standard());
    assertThat(check.differences()).isEmpty();
    assertThat(check.compared()).isGreaterThan(40);
    assertThat(
            TableCheck.of(table, ResultsTable.render(SECOND), new TableCheck.Tolerance(0, 0))
                .differences())
        .isNotEmpty();
  }
}
