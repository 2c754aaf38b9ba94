import { readFileSync } from 'node:fs';

/** uPlot as it is installed beside this package, so that a page needs nothing from the network. */
export function chartLibrary(): { script: string; style: string } {
  return {
    script: readFileSync(require.resolve('uplot/dist/uPlot.iife.min.js'), 'utf8'),
    style: readFileSync(require.resolve('uplot/dist/uPlot.min.css'), 'utf8'),
  };
}
