import { createHash } from 'node:crypto';
import { html, Markup } from './markup';

/**
 * Renders the head of a page that loads no resources: its content security policy allows only the given styles and
 * scripts.
 *
 * @param scripts the scripts in the body
 */
export function head(title: string, styles: readonly string[], scripts: readonly string[] = []): Markup {
  const scriptSource = scripts.length > 0 ? `script-src ${scripts.map(hashOf).join(' ')}; ` : '';
  const policy = `default-src 'none'; img-src data:; ${scriptSource}style-src ${styles.map(hashOf).join(' ')}; base-uri 'none'; form-action 'none'`;
  return html`<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${title}</title>
<link rel="icon" href="data:,">
${styles.map((style) => html`<style>${new Markup(style)}</style>`)}
</head>`;
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
