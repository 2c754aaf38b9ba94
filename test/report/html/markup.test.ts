import fc from 'fast-check';
import { escapeHtml, html, jsonForScript, Markup } from '../../../lib/report/html/markup';
import { anyText } from '../../support/any-text';

describe('a template of HTML', () => {
  it('escapes what is put into it, and leaves markup as it is', () => {
    expect(html`<p title="${'"'}">${'<b>'} ${new Markup('<i>')}${[1, html`<br>`]}${undefined}</p>`.text).toBe('<p title="&#34;">&#60;b&#62; <i>1<br></p>');
  });

  it('escapes characters that begin a tag, end an attribute or start an entity', () => {
    fc.assert(fc.property(anyText, (text) => {
      expect(escapeHtml(text).replace(/&#\d+;/g, '')).not.toMatch(/[<>&"'`]/);
    }), { seed: 1, numRuns: 200 });
  });

  it('carries JSON through a script element', () => {
    const hostile = '</script><img src=x onerror=alert(1)><!--\u2028&';
    const { text } = jsonForScript({ name: hostile });
    expect(text).not.toMatch(/[<>&\u2028]/);
    expect(JSON.parse(text)).toEqual({ name: hostile });
  });
});
