/**
 * Replaces a browser language that is no valid tag before the chart library reads it: uPlot formats numbers by
 * `navigator.language` when it is loaded, and would not load at all.
 */
export const LANGUAGE_GUARD = String.raw`
'use strict';
try {
  new Intl.NumberFormat(navigator.language);
} catch {
  Object.defineProperty(navigator, 'language', { configurable: true, get: () => 'en' });
}
`;
