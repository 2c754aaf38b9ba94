/** Text that is already HTML. */
export class Markup {
  public constructor(public readonly text: string) {}
}

type Content = Markup | string | number | undefined | readonly Content[];

/** HTML template; values are escaped unless they are Markup. */
export function html(strings: TemplateStringsArray, ...contents: Content[]): Markup {
  return new Markup(strings.reduce((text, part, i) => text + render(contents[i - 1]) + part));
}

/** Escapes text for the content of an element and for a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Returns JSON that is safe in a script element, without tags, comments and line separators. */
export function jsonForScript(value: unknown): Markup {
  return new Markup(JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`));
}

function render(content: Content): string {
  if (content === undefined) return '';
  if (content instanceof Markup) return content.text;
  if (Array.isArray(content)) return content.map(render).join('');
  return escapeHtml(String(content));
}
