const results = JSON.parse(document.getElementById("results").textContent);
const style = styles(results);
const config = results.setting.config;
const SHOWN_CANDIDATES = 6;

/** Makes an element: properties, then children (nodes or text). */
function el(tag, properties, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children.flat().filter((c) => c !== null && c !== undefined));
  return node;
}
const section = (id) => document.getElementById(id);
const note = (text) => el("p", { className: "note" }, text);
const hide = (id) => (section(id).hidden = true);
const number = (n) => n.toLocaleString("en");
const crossing = (costs, fraction) => costs.find((c) => c.fraction === fraction);
const byKind = (...kinds) => results.methods.filter((m) => kinds.includes(m.kind));
const encoderOf = (method) => results.encoders.find((e) => e.name === method.encoder);
const label = (method) =>
  el("th", { scope: "row" }, swatch(style[method.name].colour), method.name);

function swatch(colour) {
  const node = el("span", { className: "swatch" });
  node.style.background = colour;
  return node;
}

/** A table; cells are text, nodes, or finished th/td elements. */
function table(head, rows) {
  const cell = (c) => (c instanceof HTMLTableCellElement ? c : el("td", {}, c));
  return el(
    "div",
    { className: "scroll", tabIndex: 0 },
    el(
      "table",
      {},
      el("thead", {}, el("tr", {}, head.map((h) => el("th", { scope: "col" }, h)))),
      el("tbody", {}, rows.map((row) => (row instanceof HTMLElement ? row : el("tr", {}, row.map(cell))))),
    ),
  );
}

function groupRow(text, columns) {
  return el("tr", { className: "group" }, el("th", { colSpan: columns, scope: "rowgroup" }, text));
}

function facts() {
  const s = results.setting;
  section("facts").textContent =
    `${number(s.documents)} documents, ${number(s.queries)} test queries, ${s.dim} dimensions. ${s.created.replace("T", " ").replace("Z", " UTC")}.`;
}

function headline() {
  const middle = config.fractions[Math.floor(config.fractions.length / 2)];
  for (const encoder of results.encoders) {
    section("headline").append(
      card(`${encoder.name}: exact nDCG@10`, encoder.exact["nDCG@10"].toFixed(4), `95 % interval ${encoder.low.toFixed(3)} to ${encoder.high.toFixed(3)}`),
    );
  }
  for (const method of byKind("TREE")) {
    const cost = crossing(method.crossings, middle);
    if (cost) {
      const others = byKind("IVF", "HNSW").filter((m) => m.encoder === method.encoder);
      section("headline").append(
        card(`${method.name}: cost of ${Math.round(100 * middle)} % of exact`, percent(total(cost)), others.map((m) => against(m, middle)).join(", ")),
      );
    }
  }
}

function against(method, fraction) {
  const cost = crossing(method.crossings, fraction);
  return `${method.name} ${cost ? percent(total(cost)) : "does not reach it"}`;
}

function card(title, value, detail) {
  return el(
    "div",
    { className: "card" },
    el("div", { className: "label" }, title),
    el("div", { className: "value" }, value),
    el("div", { className: "detail" }, detail),
  );
}

function curves() {
  if (byKind("TREE", "IVF", "HNSW").length === 0) {
    return hide("curves");
  }
  const measures = Object.keys(results.methods[0].curve[0].quality);
  const measure = chooser("Quality", measures.map((m) => [m, m.replace("exact@", "exact top ")]));
  const cost = chooser("Cost", [["total", "documents + routing"], ["documents", "documents only"]]);
  const canvas = el("canvas", {});
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", "Quality of each method by its cost; the tables below give the numbers");
  section("curves").append(
    note("Further left is cheaper, higher is better. Thin lines are exact search. Leaves are opened in order of their score, until a budget is full (of the last leaf only a part is scored) or as the method's rule to stop says."),
    el("div", { className: "controls" }, measure.control, cost.control),
    el("div", { className: "chart" }, canvas),
  );
  let chart = null;
  const draw = () => {
    chart?.destroy();
    chart = curveChart(canvas, results, measure.select.value, cost.select.value);
  };
  measure.select.onchange = draw;
  cost.select.onchange = draw;
  draw();
}

function chooser(title, options) {
  const select = el("select", {}, options.map(([value, text]) => el("option", { value }, text)));
  return { select, control: el("label", {}, title, select) };
}

function costs() {
  const fractions = config.fractions.map((f) => `${Math.round(100 * f)} %`);
  const best = (methods, fraction) => Math.min(...methods.flatMap((m) => crossing(m.crossings, fraction) ?? []).map(total));
  section("costs").append(
    note("The least cost at which a method reaches that share of its own encoder's exact nDCG@10, in % of the corpus size; below it, documents scored + dot products of routing."),
    table(["Method", "Exact nDCG@10", ...fractions], byEncoder(2 + fractions.length, (method, methods) => [
      label(method),
      encoderOf(method).exact["nDCG@10"].toFixed(4),
      ...config.fractions.map((f) => costCell(crossing(method.crossings, f), best(methods, f))),
    ])),
    el("h3", {}, "CPU time for a query, in milliseconds"),
    note(`Of the searching thread, mean over ${number(Math.min(config.timedQueries, results.setting.queries))} queries; below it, what these searches scored and their nDCG@10. Exact search is a full scan. A Lucene index (of one segment) holds a document in one leaf and visits a fixed number of documents; the leaves in memory can do all.`),
    table(
      ["Method", ...fractions.map((f) => `${f}, Lucene`), ...fractions.map((f) => `${f}, memory`)],
      byEncoder(1 + 2 * fractions.length, (method) => [
        label(method),
        ...["LUCENE", "MEMORY"].flatMap((through) => config.fractions.map((f) => timeCell(method, f, through))),
      ]),
    ),
  );
}

/** Rows of all methods under the names of their encoders. */
function byEncoder(columns, row) {
  return results.encoders.flatMap((encoder) => {
    const methods = results.methods.filter((m) => m.encoder === encoder.name);
    return [groupRow(encoder.name, columns), ...methods.map((m) => row(m, methods))];
  });
}

function costCell(cost, best) {
  if (!cost) {
    return el("td", {}, "not reached");
  }
  return el(
    "td",
    { className: total(cost) === best ? "best" : "" },
    percent(total(cost)),
    el("small", {}, `${percent(cost.documents)} + ${percent(cost.routing)}`),
  );
}

function timeCell(method, fraction, through) {
  const wanted = method.kind === "EXACT" ? 1 : fraction;
  const timing = method.timings.find((t) => t.fraction === wanted && t.through === through);
  if (!timing) {
    return "–";
  }
  const detail = `${percent(timing.documents)}, ${timing.ndcg.toFixed(3)}`;
  return el("td", {}, timing.cpuMillis.toFixed(3), el("small", {}, detail));
}

function budgets() {
  const shares = config.grid.shares;
  const methods = byKind("TREE", "IVF");
  if (methods.length === 0) {
    return hide("budgets");
  }
  const rows = methods.map((m) => [
    label(m),
    ...shares.map((s) => {
      const point = m.reported.find((p) => Math.abs(p.documents - s) <= 0.02 * s);
      return point ? point.quality["nDCG@10"].toFixed(4) : "–";
    }),
  ]);
  section("budgets").append(
    note("nDCG@10 when exactly this share of the corpus is scored; routing is not counted here."),
    table(["Method"].concat(shares.map((s) => `${+(100 * s).toPrecision(3)} %`)), rows),
  );
}

function exact() {
  const metrics = Object.keys(results.encoders[0].exact);
  section("exact").append(
    table(
      ["Encoder", ...metrics, "95 % interval of nDCG@10"],
      results.encoders.map((e) => [e.name, ...metrics.map((m) => e.exact[m].toFixed(4)), `${e.low.toFixed(4)} to ${e.high.toFixed(4)}`]),
    ),
  );
}

function tests() {
  if (results.tests.length + results.untested.length === 0) {
    return hide("tests");
  }
  const rows = results.tests.map((t) => [
    `${t.left} against ${t.right}`,
    percent(t.budget),
    t.leftNdcg.toFixed(4),
    t.rightNdcg.toFixed(4),
    signed(t.difference, t.pValue),
    t.pValue < 0.001 ? "< 0.001" : t.pValue.toFixed(3),
    `${number(t.wins)} / ${number(t.losses)}`,
  ]);
  section("tests").append(
    note(`Two-sided paired randomisation tests on nDCG@10, ${number(config.permutations)} permutations; both sides within 2 % of the cost. Coloured where p < 0.05; p values are not corrected for their number.`),
    table(["Pair", "Cost", "Left", "Right", "Difference", "p", "Wins / losses"], rows),
    ...(results.untested.length === 0
      ? []
      : [
          el("h3", {}, "Not tested"),
          table(
            ["Pair", "Cost", "Why"],
            results.untested.map((t) => [`${t.left} against ${t.right}`, percent(t.budget), el("td", { className: "wide" }, t.reason)]),
          ),
        ]),
  );
}

function signed(difference, p) {
  const text = (difference > 0 ? "+" : "") + difference.toFixed(4);
  return el("td", { className: p >= 0.05 ? "" : difference > 0 ? "good" : "bad" }, text);
}

function groups() {
  if (results.groups.length === 0) {
    return hide("groups");
  }
  const names = [...new Set(results.groups.map((g) => g.group))];
  const of = (method, budget, name) => results.groups.find((g) => g.method === method && g.budget === budget && g.group === name);
  const cell = (g) => (g ? el("td", {}, g.ndcg.toFixed(4), el("small", {}, g.exact > 0 ? `${((100 * g.ndcg) / g.exact).toFixed(1)} % of exact` : "")) : "–");
  const budgets = [...new Set(results.groups.map((g) => g.budget))].sort((a, b) => a - b);
  const rows = budgets.flatMap((budget) => [
    groupRow(budget === 1 ? "Exact search" : `At a cost of ${percent(budget)}`, 1 + names.length),
    ...results.methods.filter((m) => names.some((n) => of(m.name, budget, n))).map((m) => [label(m), ...names.map((n) => cell(of(m.name, budget, n)))]),
  ]);
  const heads = names.map((n) => `${n}: ${number(results.groups.find((g) => g.group === n).queries)} queries`);
  section("groups").append(
    note("nDCG@10 of test queries by the number of training queries of their relevant document; where there are several, of the one with most."),
    table(["Method", ...heads], rows),
  );
}

function balance() {
  const methods = results.methods.filter((m) => m.leaves);
  if (methods.length === 0) {
    return hide("balance");
  }
  const charts = el("div", { className: "multiples" });
  section("balance").append(
    note("Purity is the share of a query's relevant documents that lie in its first leaf. Mutual information is that between the first leaves of a query and of its relevant document, in bits; below it, what shuffled documents give."),
    table(
      ["Method", "Leaves", "Mean", "Largest", "Largest / mean", "Variation (CV)", "Empty", "Purity", "Mutual information"],
      methods.map((m) => {
        const b = m.leaves.balance;
        const r = m.leaves.routing;
        return [label(m), number(b.leaves), (b.documents / b.leaves).toFixed(1), number(b.largest), b.maxOverMean.toFixed(2), b.variation.toFixed(2), number(b.empty), r.purity.toFixed(3), informationCell(r)];
      }),
    ),
    charts,
  );
  for (const m of methods) {
    const canvas = el("canvas", {});
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", `Histogram of the leaf sizes of ${m.name}`);
    charts.append(el("div", {}, el("h3", {}, m.name), el("div", { className: "chart small" }, canvas)));
    leafHistogram(canvas, m, style[m.name].colour);
  }
}

function informationCell(routing) {
  return el("td", {}, routing.mutualInformation.toFixed(2), el("small", {}, `by chance ${routing.byChance.toFixed(2)}`));
}

function training() {
  const encoders = results.encoders.filter((e) => e.course);
  if (encoders.length === 0) {
    return hide("training");
  }
  section("training").append(
    note("What each look at the whole corpus found, by the updates made before it; a triangle, and the last row, is the tree trained alone at the end. The table begins with nDCG@10 of the held-out queries. Purity and mutual information as above, of the held-out queries and of a sample of the training queries. Churn is the share of documents whose leaf is another than at the look before."),
  );
  for (const { name, course } of encoders) {
    const looks = [...course.surveys, ...(course.settled ? [course.settled] : [])];
    const charts = el("div", { className: "multiples wide" });
    section("training").append(encoders.length > 1 ? el("h3", {}, name) : "", charts, courseTable(course, looks));
    for (const group of courseSeries(looks)) {
      const canvas = el("canvas", {});
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", `${group.title} of ${name} by training step; the table below gives the numbers`);
      charts.append(el("div", {}, el("h3", {}, group.title), el("div", { className: "chart small" }, canvas)));
      courseChart(canvas, course, group);
    }
  }
}

function courseTable(course, looks) {
  const shares = budgetsOf(looks);
  const value = (x, digits) => (x === null || x === undefined ? "–" : x.toFixed(digits));
  const purity = (look) =>
    el("td", {}, value(look.dev?.purity, 3), look.training ? el("small", {}, `training ${value(look.training.purity, 3)}`) : "");
  const head = ["Step", "Exact", ...shares.map((s) => `at ${shareLabel(s)}`), "Purity", "Mutual information", "Churn", "CV", "Largest / mean", "Empty"];
  const rows = looks.map((look) => [
    el("th", { scope: "row" }, look === course.settled ? "settled" : number(look.step)),
    value(look.score?.exact, 4),
    ...shares.map((s) => value(look.score && atBudget(look.score, s), 4)),
    purity(look),
    look.dev ? informationCell(look.dev) : "–",
    value(look.churn, 3),
    look.balance.variation.toFixed(2),
    look.balance.maxOverMean.toFixed(2),
    number(look.balance.empty),
  ]);
  return table(head, rows);
}

function tuning() {
  const tuned = results.methods.filter((m) => m.tuning.length > 0);
  if (tuned.length === 0) {
    return hide("tuning");
  }
  const middle = 0.98;
  for (const m of tuned) {
    const settings = (c) => ({ ...c.build, ...c.search });
    const keys = Object.keys(settings(m.tuning[0]));
    const at = (c) => crossing(c.crossings, middle);
    const byCost = [...m.tuning].sort((a, b) => (at(a) ? total(at(a)) : 9) - (at(b) ? total(at(b)) : 9));
    const row = (c) => [
      el("td", { className: c.chosen ? "best" : "" }, settings(c)[keys[0]], c.chosen ? " (chosen)" : ""),
      ...keys.slice(1).map((k) => settings(c)[k]),
      ...config.fractions.map((f) => (crossing(c.crossings, f) ? percent(total(crossing(c.crossings, f))) : "not reached")),
    ];
    const head = [...keys.map((k) => k[0].toUpperCase() + k.slice(1)), ...config.fractions.map((f) => `${Math.round(100 * f)} %`)];
    section("tuning").append(
      el("h3", {}, m.name),
      note(`Total cost on the queries "${m.settings["tuned on"]}", ${number(byCost.length)} candidates, the cheapest at 98 % of exact first: it decides how the index is built. Of the ways to search it, each is used where it is the cheapest.`),
      table(head, byCost.slice(0, SHOWN_CANDIDATES).map(row)),
      ...(byCost.length > SHOWN_CANDIDATES
        ? [el("details", {}, el("summary", {}, "The others"), table(head, byCost.slice(SHOWN_CANDIDATES).map(row)))]
        : []),
    );
  }
}

function examples() {
  if (results.examples.length === 0) {
    return hide("examples");
  }
  for (const list of results.examples) {
    const block = (title, entries) =>
      entries.length === 0 ? null : el("details", {}, el("summary", {}, `${title} (${entries.length} shown)`), entries.map((e) => example(list, e)));
    section("examples").append(
      el("h3", {}, `${list.left} against ${list.right}, at a cost of ${percent(list.budget)}`),
      block(`${list.left} is better`, list.wins) ?? "",
      block(`${list.right} is better`, list.losses) ?? "",
      list.wins.length + list.losses.length === 0 ? note("No query differs.") : "",
    );
  }
  section("examples").querySelector("details")?.setAttribute("open", "");
}

function example(list, e) {
  const side = (name, ndcg, answers) =>
    el(
      "div",
      {},
      el("h4", {}, `${name}: nDCG@10 ${ndcg.toFixed(3)}`),
      el("ol", {}, answers.map((a) => el("li", { className: a.grade > 0 ? "relevant" : "" }, clipped(a.text)))),
    );
  return el(
    "div",
    { className: "example" },
    el("div", { className: "query" }, e.text),
    el("h4", {}, "Relevant"),
    el("ul", {}, e.relevant.map((r) => el("li", {}, clipped(r)))),
    el("div", { className: "sides" }, side(list.left, e.left, e.leftTop), side(list.right, e.right, e.rightTop)),
  );
}

function clipped(text) {
  return text.length <= 160 ? text : text.slice(0, 157).trimEnd() + "…";
}

function settings() {
  const s = results.setting;
  const entries = (object) =>
    el("dl", {}, Object.entries(object).flatMap(([k, v]) => [el("dt", {}, k), el("dd", {}, typeof v === "object" ? JSON.stringify(v) : String(v))]));
  section("settings").append(
    el("h3", {}, "Protocol"), entries(config),
    el("h3", {}, "Versions"), entries(s.versions),
    ...(Object.keys(s.caller).length ? [el("h3", {}, "Run"), entries(s.caller)] : []),
    ...results.encoders
      .filter((e) => Object.keys(e.training).length)
      .map((e) => el("details", {}, el("summary", {}, `Training of ${e.name}`), entries(e.training))),
    ...results.methods.filter((m) => Object.keys(m.settings).length).flatMap((m) => [el("h3", {}, m.name), entries(m.settings)]),
  );
}

[facts, headline, curves, costs, budgets, exact, tests, groups, balance, training, tuning, examples, settings].forEach((draw) => draw());
