import { readFileSync, writeFileSync } from 'node:fs';

interface FileResult {
  readonly name: string;
  readonly status: string;
  readonly assertionResults: readonly { readonly status: string }[];
}

interface Results {
  readonly testResults: readonly FileResult[];
}

/** Puts jest's results of files that were run a second time in place of their first: `second-results.ts FIRST SECOND`. */
function merge(first: Results, second: Results): Results & Record<string, unknown> {
  const again = new Map(second.testResults.map((file) => [file.name, file]));
  const testResults = first.testResults.map((file) => again.get(file.name) ?? file);
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
writeFileSync(first, JSON.stringify(merge(read(first), read(second))));
