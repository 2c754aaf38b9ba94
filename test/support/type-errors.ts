import { join, relative } from 'node:path';
import ts from 'typescript';
import { ROOT } from './imports';
import { type Module } from './snippets';

/** Findings of the last check by file, so that the next one looks at what has changed. */
const BUILD_INFO = '.cache/types.tsbuildinfo';
/** A page shows declarations without using them. */
const UNUSED = [6133, 6138, 6192, 6196, 6198, 6199];

/** Type errors of modules of the documentation, as `page:line: message`. */
export function typeErrors(modules: readonly Module[]): string[] {
  const { options } = configuration();
  return errorsOf([], modules, { ...options, incremental: false, types: ['node'] });
}

/** Type errors of the whole project, modules of the documentation among them. */
export function projectTypeErrors(modules: readonly Module[]): string[] {
  const { options, fileNames } = configuration();
  return errorsOf(fileNames, modules, { ...options, incremental: true, tsBuildInfoFile: join(ROOT, BUILD_INFO) });
}

function configuration(): ts.ParsedCommandLine {
  return ts.parseJsonConfigFileContent(ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile).config, ts.sys, ROOT);
}

function errorsOf(fileNames: readonly string[], modules: readonly Module[], options: ts.CompilerOptions): string[] {
  const byPath = new Map(modules.map((each) => [join(ROOT, 'test/project', `${each.name.replace(/\W/g, '-')}.snippet.ts`), each]));
  const { fileExists, readFile } = ts.sys;
  const system: ts.System = {
    ...ts.sys,
    fileExists: (path) => byPath.has(path) || fileExists(path),
    readFile: (path, encoding) => byPath.get(path)?.text ?? readFile(path, encoding),
  };
  const compilerOptions = { ...options, noEmit: true };
  const settings = { rootNames: [...fileNames, ...byPath.keys()], options: compilerOptions, host: ts.createIncrementalCompilerHost(compilerOptions, system) };
  const program = options.incremental ? ts.createIncrementalProgram(settings) : ts.createProgram(settings);
  const found = [
    ...program.getOptionsDiagnostics(), ...program.getGlobalDiagnostics(), ...program.getSyntacticDiagnostics(), ...program.getSemanticDiagnostics(),
  ];
  program.emit();
  return found.flatMap(({ file, start, code, messageText }) => {
    const message = ts.flattenDiagnosticMessageText(messageText, '\n  ');
    if (file === undefined) return [message];
    const { line } = file.getLineAndCharacterOfPosition(start ?? 0);
    const page = byPath.get(file.fileName);
    if (page === undefined) return [`${relative(ROOT, file.fileName)}:${line + 1}: ${message}`];
    return UNUSED.includes(code) ? [] : [`${page.origin[line] ?? page.name}: ${message}`];
  });
}
