"use strict";

/* Colours of Okabe and Ito, told apart with any kind of colour vision; encoders differ by the dash. */
const COLOURS = {
  EXACT: ["#5a6575"],
  TREE: ["#0072b2", "#56b4e9", "#004d7a", "#7a5fb5"],
  IVF: ["#d55e00", "#e69f00"],
  HNSW: ["#009e73", "#6fbf9f"],
};
const DASHES = [[], [7, 4], [2, 3], [10, 3, 2, 3]];

const percent = (share) => {
  const p = 100 * share;
  const digits = p === 0 || p >= 99.95 ? p.toFixed(0) : p >= 10 ? p.toFixed(1) : p >= 0.1 ? p.toFixed(2) : p.toPrecision(2);
  return digits + "\u00a0%";
};
const total = (cost) => cost.documents + cost.routing;

/** Gives each method the colour of its kind and the dash of its encoder. */
function styles(results) {
  const encoders = results.encoders.map((e) => e.name);
  const used = {};
  const found = {};
  for (const method of results.methods) {
    const key = method.encoder + "/" + method.kind;
    used[key] = (used[key] ?? -1) + 1;
    const colours = COLOURS[method.kind];
    found[method.name] = {
      colour: colours[used[key] % colours.length],
      dash: DASHES[encoders.indexOf(method.encoder) % DASHES.length],
    };
  }
  return found;
}

Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
Chart.defaults.font.size = 13;
Chart.defaults.color = "#5a6575";
Chart.defaults.borderColor = "#e6eaee";
Chart.defaults.animation = false;

/** Quality by cost of every method, cost on a logarithmic axis. */
function curveChart(canvas, results, measure, cost) {
  const style = styles(results);
  const of = (point) => 100 * (cost === "total" ? total(point) : point.documents);
  const methods = results.methods.filter((m) => m.kind !== "EXACT");
  const all = methods.flatMap((m) => m.curve.map(of));
  const from = Math.min(...all);
  const to = Math.max(100, ...all);
  const datasets = methods.map((m) => ({
    label: m.name,
    data: m.curve.map((p) => ({ x: of(p), y: p.quality[measure], point: p })),
    borderColor: style[m.name].colour,
    backgroundColor: style[m.name].colour,
    borderDash: style[m.name].dash,
    borderWidth: 2.2,
    pointRadius: m.kind === "HNSW" ? 3 : 0,
    pointHitRadius: 8,
  }));
  for (const m of results.methods.filter((m) => m.kind === "EXACT")) {
    const y = m.curve[0].quality[measure];
    datasets.push({
      label: m.name,
      data: [{ x: from, y }, { x: to, y }],
      borderColor: style[m.name].colour,
      backgroundColor: style[m.name].colour,
      borderDash: style[m.name].dash,
      borderWidth: 1.2,
      pointRadius: 0,
    });
  }
  return new Chart(canvas, {
    type: "line",
    data: { datasets },
    options: {
      maintainAspectRatio: false,
      interaction: { mode: "nearest", intersect: false },
      scales: {
        x: {
          type: "logarithmic",
          min: from,
          max: to,
          title: {
            display: true,
            text:
              cost === "total"
                ? ["Dot products per query, % of the corpus size", "(documents scored + routing, log scale)"]
                : ["Documents scored per query, % of the corpus", "(log scale)"],
          },
          ticks: { callback: (v) => (/^[125]0*$/.test(String(v).replace(/^0\.0*/, "")) ? v + " %" : null), maxRotation: 0 },
        },
        y: {
          title: { display: true, text: measureTitle(measure) },
          ticks: { callback: (v) => v.toFixed(2) },
        },
      },
      plugins: {
        legend: { position: "bottom", labels: { usePointStyle: true, pointStyleWidth: 34, padding: 14, generateLabels: legendLines } },
        tooltip: {
          callbacks: {
            title: () => "",
            label: (item) => item.dataset.label + ": " + item.parsed.y.toFixed(4),
            afterLabel: (item) =>
              item.raw.point
                ? "documents " + percent(item.raw.point.documents) + ", routing " + percent(item.raw.point.routing)
                : "",
          },
        },
      },
    },
  });
}

/** Legend entries drawn as the lines are. */
function legendLines(chart) {
  return chart.data.datasets.map((dataset, datasetIndex) => ({
    text: dataset.label,
    datasetIndex,
    hidden: !chart.isDatasetVisible(datasetIndex),
    pointStyle: "line",
    strokeStyle: dataset.borderColor,
    lineDash: dataset.borderDash,
    lineWidth: dataset.borderWidth,
    fontColor: Chart.defaults.color,
  }));
}

function measureTitle(measure) {
  return measure.startsWith("exact@")
    ? "Share of the exact top " + measure.slice(6) + " found"
    : "Mean " + measure;
}

const shareLabel = (share) => `${+(100 * share).toPrecision(3)}\u00a0%`;
const atBudget = (score, share) => score.atBudgets.find((p) => p.budget === share)?.ndcg;
const budgetsOf = (looks) => looks.find((l) => l.score)?.score.atBudgets.map((p) => p.budget) ?? [];

/** What is drawn of the looks at a corpus while training: charts of lines, a line being a value of each look. */
function courseSeries(looks) {
  const [blue, sky] = COLOURS.TREE;
  const scores = [
    { label: "exact", colour: COLOURS.EXACT[0], dash: [6, 3], of: (l) => l.score?.exact },
    ...budgetsOf(looks).map((share, i) => ({
      label: `at ${shareLabel(share)}`,
      colour: COLOURS.TREE[i % COLOURS.TREE.length],
      of: (l) => l.score && atBudget(l.score, share),
    })),
  ];
  return [
    { title: "nDCG@10 of the held-out queries", series: scores },
    {
      title: "Purity and churn",
      fromZero: true,
      series: [
        { label: "purity, dev", colour: blue, of: (l) => l.dev?.purity },
        { label: "purity, training", colour: sky, of: (l) => l.training?.purity },
        { label: "churn", colour: COLOURS.IVF[0], of: (l) => l.churn },
      ],
    },
    {
      title: "Mutual information, bits",
      series: [
        { label: "dev", colour: blue, of: (l) => l.dev?.mutualInformation },
        { label: "dev, by chance", colour: blue, dash: [2, 3], of: (l) => l.dev?.byChance },
        { label: "training", colour: sky, of: (l) => l.training?.mutualInformation },
        { label: "training, by chance", colour: sky, dash: [2, 3], of: (l) => l.training?.byChance },
      ],
    },
    {
      title: "Balance of the leaves",
      fromZero: true,
      series: [
        { label: "CV", colour: COLOURS.HNSW[0], of: (l) => l.balance.variation },
        { label: "largest / mean", colour: COLOURS.IVF[1], of: (l) => l.balance.maxOverMean },
      ],
    },
  ]
    .map((group) => ({ ...group, series: group.series.filter((s) => looks.some((l) => Number.isFinite(s.of(l)))) }))
    .filter((group) => group.series.length > 0);
}

/** Values by step; of the settled tree a triangle at the last step. */
function courseChart(canvas, course, { series, fromZero }) {
  const points = (looks, of) => looks.filter((l) => Number.isFinite(of(l))).map((l) => ({ x: l.step, y: of(l) }));
  const lines = series.map((s) => ({
    label: s.label,
    data: points(course.surveys, s.of),
    borderColor: s.colour,
    backgroundColor: s.colour,
    borderDash: s.dash ?? [],
    borderWidth: 2,
    pointRadius: 3,
    pointHitRadius: 8,
    clip: false,
  }));
  const settled = series
    .filter((s) => course.settled && Number.isFinite(s.of(course.settled)))
    .map((s) => ({
      label: `${s.label}, settled`,
      data: points([course.settled], s.of),
      borderColor: s.colour,
      backgroundColor: "#fff",
      borderWidth: 2,
      pointStyle: "triangle",
      pointRadius: 6,
      pointHitRadius: 8,
      showLine: false,
      clip: false,
      order: -1,
    }));
  return new Chart(canvas, {
    type: "line",
    data: { datasets: [...lines, ...settled] },
    options: {
      maintainAspectRatio: false,
      interaction: { mode: "nearest", intersect: false },
      scales: {
        x: { type: "linear", min: 0, title: { display: true, text: "Updates" }, ticks: { precision: 0, maxRotation: 0 } },
        y: { beginAtZero: fromZero ?? false, ticks: { callback: (v) => +v.toFixed(3) }, grace: "5%" },
      },
      plugins: {
        legend: {
          position: "bottom",
          labels: {
            usePointStyle: true,
            pointStyleWidth: 28,
            padding: 10,
            filter: (item) => item.datasetIndex < lines.length,
            generateLabels: legendLines,
          },
        },
        tooltip: {
          callbacks: {
            title: (items) => `after ${items[0].parsed.x} updates`,
            label: (item) => item.dataset.label + ": " + item.parsed.y.toFixed(4),
          },
        },
      },
    },
  });
}

/** How many leaves hold how many documents. */
function leafHistogram(canvas, method, colour) {
  const sizes = method.leaves.sizes;
  const largest = Math.max(1, ...sizes);
  const bins = Math.min(24, largest + 1);
  const width = Math.max(1, Math.ceil((largest + 1) / bins));
  const counts = new Array(Math.ceil((largest + 1) / width)).fill(0);
  sizes.forEach((s) => counts[Math.floor(s / width)]++);
  const label = (i) => (width === 1 ? String(i) : i * width + " to " + ((i + 1) * width - 1));
  return new Chart(canvas, {
    type: "bar",
    data: {
      labels: counts.map((_, i) => i * width),
      datasets: [{ data: counts, backgroundColor: colour, categoryPercentage: 1, barPercentage: 0.92 }],
    },
    options: {
      maintainAspectRatio: false,
      scales: {
        x: { title: { display: true, text: "Documents in a leaf" }, grid: { display: false }, ticks: { maxRotation: 0, autoSkipPadding: 12 } },
        y: { title: { display: true, text: "Leaves" }, ticks: { precision: 0 }, beginAtZero: true },
      },
      plugins: {
        legend: { display: false },
        tooltip: { callbacks: { title: (items) => label(items[0].dataIndex) + " documents", label: (item) => item.parsed.y + " leaves" } },
      },
    },
  });
}
