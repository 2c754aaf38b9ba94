import { existsSync } from 'node:fs';

/** Program of the browser that the integration tests open. */
export const BROWSER = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Flags with which the browser calls the page's own server alone. */
export const ARGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

/** Reason why tests in a browser cannot run, where there is one. */
export const WITHOUT_BROWSER = existsSync(BROWSER) ? undefined : `there is no browser at ${BROWSER}; install chromium, or name another in CHROMIUM`;
