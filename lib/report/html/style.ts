/** Style sheet of the page. Text has a contrast of at least 4.5 to 1 and lines of 3 to 1, in light and dark mode. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --panel: #f6f7f9; --text: #1b2330; --muted: #566072; --line: #d9dee6; --grid: #e8ebf0; --focus: #0b5cad;
  --good: #116b3c; --bad: #b3142e; --goodground: #e4f4ea; --badground: #fdebed; --warnground: #fff3d6; --warn: #7a4b00;
  --demand: #0b6bcb; --demandfill: #0b6bcb22; --capacity: #b25a00; --desired: #7a3ee0; --ready: #0b7a6b; --queue: #a3360f;
  --p50: #0b7a6b; --p95: #b25a00; --p99: #b3142e; --limit: #566072; --recorded: #1b2330;
  --line0: #0b6bcb; --line1: #b25a00; --line2: #7a3ee0; --line3: #0b7a6b; --line4: #b3142e; --line5: #566072;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ground: #12161d; --panel: #1a2029; --text: #e8ecf2; --muted: #a5b0c0; --line: #343d4b; --grid: #262e3a; --focus: #7db8ff;
    --good: #6fd6a0; --bad: #ff8a9b; --goodground: #12301f; --badground: #3a1820; --warnground: #382b0d; --warn: #f3c969;
    --demand: #66b0ff; --demandfill: #66b0ff22; --capacity: #f0a24a; --desired: #b493ff; --ready: #4fd0bd; --queue: #ff9a70;
    --p50: #4fd0bd; --p95: #f0a24a; --p99: #ff8a9b; --limit: #a5b0c0; --recorded: #e8ecf2;
    --line0: #66b0ff; --line1: #f0a24a; --line2: #b493ff; --line3: #4fd0bd; --line4: #ff8a9b; --line5: #a5b0c0;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main, header, footer { max-width: 76rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: 1.5rem; }
h1 { font-size: clamp(1.4rem, 4vw, 2rem); line-height: 1.2; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .75rem; overflow-wrap: anywhere; }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
p { margin: .25rem 0 .75rem; }
a { color: var(--focus); }
.muted { color: var(--muted); }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: .5rem; background: var(--ground); padding: .25rem .75rem; z-index: 3; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
.badges, .cards { display: flex; flex-wrap: wrap; gap: .5rem; padding: 0; margin: .75rem 0; list-style: none; }
.badges li { padding: .1rem .7rem; border-radius: 1rem; background: var(--panel); border: 1px solid var(--line); font-size: .9rem; overflow-wrap: anywhere; }
.badges .bad::before { content: "✗ "; } .badges .good::before { content: "✓ "; }
.badges .good { background: var(--goodground); color: var(--good); border-color: transparent; font-weight: 600; }
.badges .bad { background: var(--badground); color: var(--bad); border-color: transparent; font-weight: 600; }
.badges .warn { background: var(--warnground); color: var(--warn); border-color: transparent; font-weight: 600; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.25rem, 1fr)); gap: .75rem; }
.cards div { background: var(--panel); border: 1px solid var(--line); border-radius: 10px; padding: .6rem .8rem; }
.cards dt { color: var(--muted); font-size: .85rem; }
.cards dd { margin: 0; font-size: 1.35rem; font-weight: 650; font-variant-numeric: tabular-nums; line-height: 1.3; }
.cards dd small { display: block; font-size: .8rem; font-weight: 400; color: var(--muted); }
.tools { position: sticky; top: 0; z-index: 2; display: flex; flex-wrap: wrap; gap: .4rem; align-items: center; padding: .5rem 0; background: var(--ground); border-bottom: 1px solid var(--line); }
.tools output { color: var(--muted); font-size: .9rem; font-variant-numeric: tabular-nums; }
button { font: inherit; font-size: .9rem; color: var(--text); background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: .3rem .7rem; min-height: 2.25rem; cursor: pointer; }
button:hover { border-color: var(--focus); }
td button { min-height: 1.75rem; padding: 0 .5rem; font-variant-numeric: tabular-nums; white-space: nowrap; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); gap: 0 1rem; }
.charts > div { min-width: 0; }
.chart { border: 1px solid var(--line); border-radius: 10px; padding: .5rem .25rem .25rem; margin-bottom: .75rem; background: var(--ground); min-height: 12rem; overflow: hidden; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 10px; }
.tall { max-height: 24rem; overflow-y: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding: .5rem .75rem; color: var(--muted); }
th, td { text-align: right; padding: .3rem .75rem; border-top: 1px solid var(--grid); vertical-align: top; }
th:first-child, td:first-child, td.text, th.text { text-align: left; }
td.text { min-width: 14rem; overflow-wrap: anywhere; }
tbody th { font-weight: 500; }
thead th { position: sticky; top: 0; background: var(--panel); border-top: 0; z-index: 1; }
details { margin: .75rem 0; }
summary { cursor: pointer; padding: .25rem 0; font-weight: 600; }
ul.plain { margin: .25rem 0; padding-left: 1.25rem; }
li { overflow-wrap: anywhere; }
dl.terms { display: grid; grid-template-columns: minmax(7rem, auto) 1fr; gap: .25rem 1rem; font-size: .9rem; }
dl.terms dt { font-weight: 600; } dl.terms dd { margin: 0; }
.conclusion { background: var(--panel); border: 1px solid var(--line); border-radius: 10px; padding: .25rem 1rem .75rem; margin-top: .75rem; }
.conclusion h2 { margin: .5rem 0; } .conclusion li { margin: .35rem 0; }
.distribution { margin: 0 0 .75rem; max-width: 45rem; } .distribution svg { display: block; width: 100%; height: auto; } .ticks { display: flex; justify-content: space-between; color: var(--muted); font-size: .8rem; } .distribution figcaption { color: var(--muted); font-size: .85rem; }
.distribution .timely { fill: var(--ready); } .distribution .late { fill: var(--bad); }
.distribution .frontier { height: 220px; border-bottom: 1px solid var(--line); border-left: 1px solid var(--line); }
.distribution .axis { stroke: var(--line); } .distribution .slo { stroke: var(--text); stroke-width: 2; stroke-dasharray: 4 3; }
footer { margin-top: 3rem; padding-bottom: 2rem; font-size: .85rem; }
.uplot { font-family: inherit; width: 100%; }
.u-legend { font-size: .85rem; text-align: left; }
.u-legend th, .u-legend td { border: 0; padding: .1rem .25rem; text-align: left; }
.u-legend .u-value { font-variant-numeric: tabular-nums; }
.u-select { background: color-mix(in srgb, var(--focus) 18%, transparent); }
@media (max-width: 30rem) { dl.terms { grid-template-columns: 1fr; } dl.terms dd { margin-bottom: .5rem; } th, td { padding: .3rem .5rem; } td.text { min-width: 7rem; } }
@media print {
  :root { color-scheme: light; --ground: #ffffff; --panel: #ffffff; --text: #000000; --muted: #444444; --line: #999999; }
  .tools, .tools + p, .skip { display: none; } .scroll, .tall { max-height: none; overflow: visible; } thead th { position: static; }
  table { font-size: .75rem; } th, td { padding: .2rem .4rem; } td.text { min-width: 0; } .u-wrap, .u-wrap canvas { max-width: 100%; }
  .assumed::details-content { content-visibility: visible; block-size: auto; } .chart, .cards div, .distribution, tr { break-inside: avoid; } h2, h3 { break-after: avoid; }
  main, header, footer { max-width: none; }
}
`;
