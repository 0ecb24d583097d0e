"use strict";

/* Blues are EHI; the others are of Okabe and Ito and of Tol, told apart with any kind of colour vision by dash and marker too. */
const COLOURS = {
  EHI: ["#0072b2", "#56b4e9", "#004d7a", "#7a5fb5"],
  OTHER: ["#d55e00", "#e69f00", "#009e73", "#cc79a7", "#5a6575", "#a33b00", "#117733", "#882255", "#999933", "#44aa99", "#332288", "#aa4499"],
};
const MARKERS = ["circle", "triangle", "rect", "rectRot", "crossRot", "star"];
const LABELS = { RECALL: "recall@10", NDCG: "nDCG@10" };

const results = JSON.parse(document.getElementById("results").textContent);

Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
Chart.defaults.font.size = 13;
Chart.defaults.color = "#5a6575";
Chart.defaults.borderColor = "#e6eaee";
Chart.defaults.animation = false;

/** The points that no other one of the method beats in both quality and speed. */
function front(points, measure) {
  const kept = [];
  for (const p of [...points].sort((a, b) => a.p50 - b.p50 || b.quality[measure] - a.quality[measure])) {
    if (kept.length === 0 || p.quality[measure] > kept[kept.length - 1].quality[measure]) kept.push(p);
  }
  return kept;
}

function datasets(measure) {
  const used = { EHI: 0, OTHER: 0 };
  return results.methods.map((method, i) => {
    const colours = COLOURS[method.origin];
    const colour = colours[used[method.origin]++ % colours.length];
    return {
      label: method.name,
      data: front(method.points, measure).map((p) => ({ x: p.quality[measure], y: 1e6 / p.p50, point: p })),
      borderColor: colour,
      backgroundColor: colour,
      borderDash: method.origin === "EHI" ? [] : [6, 3],
      borderWidth: method.origin === "EHI" ? 2.6 : 1.6,
      pointStyle: MARKERS[i % MARKERS.length],
      pointRadius: 4,
      pointHitRadius: 8,
    };
  });
}

function draw(measure) {
  const section = document.createElement("section");
  const heading = document.createElement("h2");
  heading.textContent = `Queries a second by ${LABELS[measure]}`;
  const box = document.createElement("div");
  box.className = "chart";
  box.style.height = "560px";
  const canvas = document.createElement("canvas");
  box.append(canvas);
  section.append(heading, box);
  document.getElementById("charts").append(section);
  return new Chart(canvas, {
    type: "line",
    data: { datasets: datasets(measure) },
    options: {
      maintainAspectRatio: false,
      interaction: { mode: "nearest", intersect: false },
      scales: {
        x: { type: "linear", title: { display: true, text: LABELS[measure] } },
        y: { type: "logarithmic", title: { display: true, text: "Queries a second of one thread (1 / median time, log scale)" } },
      },
      plugins: {
        legend: { position: "bottom", labels: { usePointStyle: true, padding: 12 } },
        tooltip: {
          callbacks: {
            title: () => "",
            label: (item) => `${item.dataset.label}: ${item.parsed.x.toFixed(4)}, ${item.parsed.y.toFixed(0)} queries/s`,
            afterLabel: (item) => {
              const p = item.raw.point;
              return [p.build, p.setting, `p50 ${p.p50.toFixed(1)} us, p99 ${p.p99.toFixed(1)} us, CPU ${p.cpu.toFixed(1)} us`];
            },
          },
        },
      },
    },
  });
}

const setup = results.setup;
document.getElementById("facts").textContent =
  `${setup.documents} documents of dimension ${setup.dim}, ${setup.queries} queries, ${setup.rounds} rounds, one thread. Up and to the right is better.`;
Object.keys(LABELS).filter((measure) => measure in results.exact).forEach(draw);
