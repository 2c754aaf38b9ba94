import { hashOfTexts } from '../hash';

/** TypeScript block of a page. */
export interface TypeScriptBlock {
  readonly code: string;
  /** Line of its first line of code, counted from 1, where blocks in Python are left out. */
  readonly line: number;
  /** Codes of the blocks above it, whose names it may use. */
  readonly above: readonly string[];
}

const GENERATED = /\n<details>\n<summary>Python<\/summary>\n<!-- npm run docs: \w+ -->\n\n```python\n[^]*?\n```\n\n<\/details>\n/g;
const BLOCK = /^```ts\n([^]*?)\n```$/gm;

/** Page without its blocks in Python. */
export function withoutPython(page: string): string {
  return page.replace(GENERATED, '');
}

/** TypeScript blocks of a page. */
export function typeScriptOf(page: string): TypeScriptBlock[] {
  const found = [...withoutPython(page).matchAll(BLOCK)];
  return found.map(({ 1: code, index, input }, at) => ({
    code, line: input.slice(0, index).split('\n').length + 1, above: found.slice(0, at).map(([, each]) => each),
  }));
}

/** Page with a folded block in Python below each block in TypeScript. */
export function withPython(page: string, python: readonly string[]): string {
  const blocks = typeScriptOf(page);
  let at = 0;
  return withoutPython(page).replace(BLOCK, (block) => {
    const text = python[at];
    const stamp = stampOf(blocks[at++], text);
    return `${block}\n\n<details>\n<summary>Python</summary>\n<!-- npm run docs: ${stamp} -->\n\n\`\`\`python\n${text}\n\`\`\`\n\n</details>`;
  });
}

/** Python blocks of a page, in the order of the page; nothing where one is missing, stale or changed by hand. */
export function currentPython(page: string): string[] | undefined {
  const python = [...page.matchAll(GENERATED)].map(([block]) => /```python\n([^]*?)\n```/.exec(block)![1]);
  return python.length === typeScriptOf(page).length && withPython(page, python) === page ? python : undefined;
}

function stampOf({ code, above }: TypeScriptBlock, python: string): string {
  return hashOfTexts([...above, code, python]).slice(0, 12);
}
