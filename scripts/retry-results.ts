import { readFileSync, writeFileSync } from 'node:fs';

interface TestResult {
  readonly fullName: string;
  readonly status: string;
}

interface FileResult {
  readonly name: string;
  readonly status: string;
  readonly assertionResults: readonly TestResult[];
}

interface Results {
  readonly testResults: readonly FileResult[];
}

/** A test that failed at first is marked, so that whoever reads the results sees that it took two tries. */
function marked(first: FileResult, second: FileResult): FileResult {
  const failed = new Set(first.assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName));
  return { ...second, assertionResults: second.assertionResults.map((test) => (test.status === 'passed' && failed.has(test.fullName) ? { ...test, secondTry: true } : test)) };
}

/**
 * Puts jest's results of files that were run a second time in place of their first: `retry-results.ts FIRST SECOND`.
 * Leaves with status 1 where something has failed all the same, or was not tried again.
 */
function merge(first: Results, second: Results): Results & Record<string, unknown> {
  const again = new Map(second.testResults.map((file) => [file.name, file]));
  const testResults = first.testResults.map((file) => (again.has(file.name) ? marked(file, again.get(file.name)!) : file));
  const count = (status: string) => testResults.flatMap(({ assertionResults }) => assertionResults).filter((test) => test.status === status).length;
  return {
    ...first,
    testResults,
    numPassedTests: count('passed'),
    numFailedTests: count('failed'),
    numPendingTests: count('pending'),
    numRuntimeErrorTestSuites: testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0).length,
  };
}

const [first, second] = process.argv.slice(2);
const read = (file: string): Results => JSON.parse(readFileSync(file, 'utf8'));
const merged = merge(read(first), read(second));
writeFileSync(first, JSON.stringify(merged));
process.exitCode = Number(merged.numFailedTests) + Number(merged.numRuntimeErrorTestSuites) > 0 ? 1 : 0;
