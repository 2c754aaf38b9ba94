import { ROOT } from '../test/support/imports';
import { exclusively } from './lock';
import { run, tool } from './run';

/**
 * Generates the code of the bindings of one language by jsii-pacmak, with the examples of docstrings and README in that
 * language, translated by jsii-rosetta.
 *
 * @param folder Folder of the jsii module.
 */
export function pacmak(language: string, outdir: string, folder = ROOT): void {
  const env = { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: process.versions.node.split('.')[0] };
  const options = ['--code-only', '--no-npmignore', '--rosetta-unknown-snippets', 'translate'];
  exclusively('pacmak', () => run(tool('jsii-pacmak'), ['--targets', language, '--outdir', outdir, ...options, folder], { env }));
}
