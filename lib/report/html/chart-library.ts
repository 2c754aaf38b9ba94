import { readFileSync } from 'node:fs';

/** Returns uPlot as installed with this package, so that a page needs no network. */
export function chartLibrary(): { script: string; style: string } {
  return {
    script: readFileSync(require.resolve('uplot/dist/uPlot.iife.min.js'), 'utf8'),
    style: readFileSync(require.resolve('uplot/dist/uPlot.min.css'), 'utf8'),
  };
}
