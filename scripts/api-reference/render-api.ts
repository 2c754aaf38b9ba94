import { type Declaration, type Docs, type Member, type Part } from './api';

const WIDTH = 116;
const HEADINGS: Readonly<Record<Declaration['kind'], string>> = {
  class: 'Classes', function: 'Functions', interface: 'Interfaces', type: 'Types', enum: 'Enums', constant: 'Constants',
};

const KINDS = Object.keys(HEADINGS) as Declaration['kind'][];

/** Link to an exported declaration, relative to the page that has it. */
export type Locate = (identity: object) => string | undefined;

/** Page of the reference. */
export interface Page {
  readonly file: string;
  readonly title: string;
  readonly introduction: string;
  readonly declarations: readonly Declaration[];
}

/**
 * Declarations of a page in the order of its sections, with the anchors that Markdown renderers derive from the
 * headings.
 */
export function sections({ declarations }: Page): { declaration: Declaration; anchor: string }[] {
  const taken = new Map<string, number>();
  return KINDS.flatMap((kind) => declarations.filter((each) => each.kind === kind)).map((declaration) => {
    const anchor = declaration.name.toLowerCase();
    const count = taken.get(anchor) ?? 0;
    taken.set(anchor, count + 1);
    return { declaration, anchor: count === 0 ? anchor : `${anchor}-${count}` };
  });
}

/** Writes a page of the reference as Markdown. */
export function renderPage(page: Page, header: string, locate: Locate): string {
  const all = sections(page);
  const contents = KINDS.flatMap((kind) => {
    const links = all.filter(({ declaration }) => declaration.kind === kind).map(({ declaration, anchor }) => `[${declaration.name}](#${anchor})`);
    return links.length === 0 ? [] : [wrap(`${HEADINGS[kind]}: ${links.join(', ')}.`)];
  });
  const link = (parts: readonly Part[]): string => linked(parts, locate);
  return `${[header, `# ${page.title}`, wrap(page.introduction), ...contents, ...all.map(({ declaration }) => section(declaration, link))].join('\n\n')}\n`;
}

/** Breaks text at spaces into lines of at most 116 characters. */
export function wrap(text: string, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((each) => each !== '')) {
    // A line that began with one of these would open a list, a heading or a quotation.
    const opensBlock = /^([-+*>#]+|\d+[.)])$/.test(word);
    if (line !== '' && !opensBlock && indent.length + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join(`\n${indent}`);
}

type Linker = (parts: readonly Part[]) => string;

/** Signature as code, in which exported names are links. */
function linked(parts: readonly Part[], locate: Locate): string {
  const found: { text: string; link?: string }[] = [];
  for (const { text, target } of parts) {
    const link = target && locate(target);
    const last = found.at(-1);
    if (link === undefined && last && last.link === undefined) last.text += text;
    else found.push({ text, link });
  }
  return found.map(({ text, link }) => (link === undefined ? code(text) : `[${code(text)}](${link})`)).join('');
}

/** Code without the spaces around it: Markdown renderers cut them off. */
function code(text: string): string {
  const inner = text.trim();
  return inner === '' ? text : text.replace(inner, () => `\`${inner}\``);
}

function section(declaration: Declaration, link: Linker): string {
  const { name, signature, docs, members } = declaration;
  const groups: [string, Member[]][] = [
    ['Constructor', members.filter(({ kind }) => kind === 'constructor')],
    ['Static members', members.filter(({ kind, isStatic }) => isStatic && kind !== 'value')],
    [declaration.kind === 'interface' ? 'Members' : 'Properties', members.filter(({ kind, isStatic }) => kind === 'property' && !isStatic)],
    ['Methods', members.filter(({ kind, isStatic }) => kind === 'method' && !isStatic)],
    ['Values', members.filter(({ kind }) => kind === 'value')],
  ];
  const lists = groups.filter(([, list]) => list.length > 0).map(([heading, list]) => `**${heading}**\n\n${list.map((each) => item(each, link)).join('\n')}`);
  return [`## ${name}`, wrap(link(signature)), ...described(docs), ...lists].join('\n\n');
}

/** Paragraphs of a declaration's docstring. */
function described(docs: Docs): string[] {
  return [...blocks(docs.text), ...facts(docs).map((fact) => wrap(fact))];
}

function item({ signature, docs }: Member, link: Linker): string {
  const [first = '', ...rest] = [...blocks(docs.text, '  '), ...facts(docs).map((fact) => wrap(fact, '  '))];
  const lead = first === '' || /^\s*(```|- |\d+\. )/.test(first) ? [link(signature), first] : [`${link(signature)} – ${first}`];
  const [head, ...others] = [...lead, ...rest].filter((text) => text !== '');
  const short = others.every((each) => !/^\s*(```|- |\d+\. )/.test(each));
  if (short) return `- ${wrap([head, ...others].join(' '), '  ')}`;
  return `- ${[wrap(head, '  '), ...others].join('\n\n  ')}\n`;
}

/** Sentences from the tags of a docstring. */
function facts({ params, returns, throws, default: preset, see }: Docs): string[] {
  return [
    ...Object.entries(params).filter(([, text]) => text !== '').map(([name, text]) => sentence(`\`${name}\`: ${text}`)),
    ...returns ? [sentence(`Returns ${returns}`)] : [],
    ...throws ? [sentence(`Throws ${throws}`)] : [],
    ...preset === undefined ? [] : [sentence(`Default: ${/^-\s/.test(preset) ? preset.replace(/^-\s+/, '') : `\`${preset.replace(/\.$/, '')}\``}`)],
    ...see.map((target) => `See ${/^https:/.test(target) ? `<${target}>` : `[${target}](${target.replace(/^docs\//, '../')})`}.`),
  ];
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** Paragraphs, lists and code blocks of a docstring, wrapped; code stays as it is. */
function blocks(text: string, indent = ''): string[] {
  if (text === '') return [];
  const found: string[][] = [[]];
  let isCode = false;
  for (const line of text.split('\n')) {
    const isFence = line.startsWith('```');
    if (isFence && !isCode) found.push([]);
    if (line.trim() === '' && !isCode) found.push([]);
    else found[found.length - 1].push(line);
    if (isFence) {
      if (isCode) found.push([]);
      isCode = !isCode;
    }
  }
  return found.filter((lines) => lines.length > 0).map((lines) => (lines[0].startsWith('```') ? lines.join(`\n${indent}`) : paragraph(lines, indent)));
}

function paragraph(lines: readonly string[], indent: string): string {
  const items = lines.join('\n').split(/\n(?=\s*[-*] )/);
  return items.map((each) => (/^\s*[-*] /.test(each) ? wrap(each, `${indent}  `) : wrap(each, indent))).join(`\n${indent}`);
}
