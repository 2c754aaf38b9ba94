import { formatMeasure, formatSeconds, formatShare } from '../../results/format';
import { type LatencyHistogram } from '../../simulator/run/latency-histogram';
import { html, type Markup } from './markup';

const BARS = 30;
const WIDTH = 600;
const HEIGHT = 120;
const BASE = 118;

/** Renders the latency distribution of answered requests, with the SLO's bound, on a logarithmic axis. */
export function latencyDistribution(name: string, latency: LatencyHistogram, sloSeconds: number | null): Markup | undefined {
  if (latency.count === 0) return undefined;
  const low = Math.max(1e-6, Math.min(latency.min, sloSeconds ?? Infinity));
  const high = Math.max(low * 2, latency.max, sloSeconds ?? 0);
  const at = (bar: number): number => low * (high / low) ** (bar / BARS);
  const placeOf = (seconds: number): number => WIDTH * Math.log(seconds / low) / Math.log(high / low);
  const shares = Array.from({ length: BARS }, (_, bar) => latency.shareWithin(at(bar + 1)) - (bar === 0 ? 0 : latency.shareWithin(at(bar))));
  const most = Math.max(...shares, 1e-9);
  const within = sloSeconds === null ? undefined : latency.shareWithin(sloSeconds);
  const caption = `${name}: half within ${formatMeasure(latency.quantile(0.5), 'seconds')}, 99 % within ${formatMeasure(latency.quantile(0.99), 'seconds')}${
    within === undefined ? '' : `; ${formatShare(within)} of the answered requests within the ${formatSeconds(sloSeconds!)} of the SLO`}`;
  const slo = sloSeconds === null ? undefined : placeOf(sloSeconds).toFixed(1);
  return html`<figure class="distribution"><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Distribution of latencies of ${caption}">
${shares.map((share, bar) => {
  const height = share > 0 ? Math.max(1, share / most * (BASE - 8)) : 0;
  const late = sloSeconds !== null && at(bar) >= sloSeconds * 0.999;
  return html`<rect class="${late ? 'late' : 'timely'}" x="${(bar * WIDTH / BARS + 1).toFixed(1)}" y="${(BASE - height).toFixed(1)}" width="${(WIDTH / BARS - 2).toFixed(1)}" height="${height.toFixed(1)}"/>`;
})}
<line class="axis" x1="0" y1="${BASE}" x2="${WIDTH}" y2="${BASE}"/>
${slo === undefined ? undefined : html`<line class="slo" x1="${slo}" y1="4" x2="${slo}" y2="${BASE}"/>`}
</svg><div class="ticks" aria-hidden="true">${[0, BARS / 2, BARS].map((bar) => html`<span>${formatMeasure(at(bar), 'seconds')}</span>`)}</div>
<figcaption>${caption}.</figcaption></figure>`;
}
