import { documentationModules } from '../test/support/snippets';
import { projectTypeErrors } from '../test/support/type-errors';

/** Checks the types of the project, and those of the TypeScript on its pages and in its docstrings, in one program. */
const errors = projectTypeErrors(documentationModules());
errors.forEach((error) => process.stderr.write(`${error}\n`));
process.exitCode = errors.length > 0 ? 1 : 0;
