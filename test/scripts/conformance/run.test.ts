import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runFolder, type Totals } from '../../../scripts/conformance/run';

const VECTORS = join(__dirname, '../../hpa/vectors');
const KEDA_VECTORS = join(__dirname, '../../keda/vectors');

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'conformance-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

async function run(path: string): Promise<{ lines: string[]; totals: Totals }> {
  const lines: string[] = [];
  return { totals: await runFolder(path, (line) => lines.push(line)), lines };
}

/** Number of cases in the files of a folder. */
function recordedCases(path: string): number {
  const files = readdirSync(path).filter((file) => file.endsWith('.json'));
  return files.reduce((sum, file) => sum + (JSON.parse(readFileSync(join(path, file), 'utf8')) as { cases: unknown[] }).cases.length, 0);
}

describe('the controller', () => {
  test('decides every case of upstream\'s tables and of a sample of recorded worlds as upstream does', async () => {
    const { totals, lines } = await run(VECTORS);
    expect(lines.filter((line) => line.startsWith('FAIL'))).toEqual([]);
    expect(totals).toEqual({ passed: 250, failed: 0 });
    expect(lines.at(-1)).toBe(`${totals.passed} passed, 0 failed`);
  });
});

describe('KEDA', () => {
  test('decides recorded cron triggers and objects as KEDA does', async () => {
    const { totals, lines } = await run(KEDA_VECTORS);
    expect(lines.filter((line) => line.startsWith('FAIL'))).toEqual([]);
    expect(totals).toEqual({ passed: recordedCases(KEDA_VECTORS), failed: 0 });
  });
});

describe('a run over a folder', () => {
  const trajectories = 'controller-trajectory.v1.37.json';

  test('prints what was expected and what came, and counts the case as failed', async () => {
    const text = readFileSync(join(VECTORS, trajectories), 'utf8');
    writeFileSync(join(folder, trajectories), text.replace(/"desiredReplicas": ?(\d+)/, '"desiredReplicas":99999'));
    const { totals, lines } = await run(folder);
    expect(totals).toEqual({ passed: 9, failed: 1 });
    expect(lines.join('\n')).toMatch(/^FAIL controller-trajectory.v1.37.json > seed \d+\n {2}pass 0 at 0 s: desiredReplicas\n {4}expected 99999\n {4}got {6}\d+$/m);
    expect(lines.slice(-2)).toEqual([`${trajectories}: 9 passed, 1 failed`, '9 passed, 1 failed']);
  });

  test.each([
    ['scaleUpdated', /"scaleUpdated": ?false/, '"scaleUpdated":true'],
    ['error', /"scaleUpdated": ?false/, '"scaleUpdated":false,"error":"internal"'],
    ['conditions', /"reason": ?"ReadyForNewScale"/, '"reason":"ScaleUpStabilized"'],
    ['currentMetrics', /"currentMetrics": ?\[\{/, '"currentMetrics":[{"averageUtilization":-1,'],
    ['rescaleReason', /"rescaleReason": ?"/, '"rescaleReason":"not '],
  ])('notices another %s', async (what, pattern, replacement) => {
    const text = readFileSync(join(VECTORS, trajectories), 'utf8');
    writeFileSync(join(folder, trajectories), text.replace(pattern, replacement));
    const { totals, lines } = await run(folder);
    expect(totals.failed).toBe(1);
    expect(lines.join('\n')).toMatch(new RegExp(`pass \\d+ at [\\d.]+ s: ${what}\n`));
  });

  test('tells kinds by the meta of a file or else by its name, and names the files that it cannot run', async () => {
    cpSync(join(VECTORS, 'convert-legacy.json'), join(folder, 'convert-legacy.json'));
    writeFileSync(join(folder, 'mine.json'), readFileSync(join(VECTORS, trajectories)));
    writeFileSync(join(folder, 'other.v9.json'), '{"meta":{},"cases":[{"name":"a"}]}');
    writeFileSync(join(folder, 'README.md'), 'not a file of cases');
    const { totals, lines } = await run(folder);
    expect(totals).toEqual({ passed: 15, failed: 0 });
    expect(lines).toEqual([
      'convert-legacy.json: 5 passed, 0 failed', 'mine.json: 10 passed, 0 failed', 'other.v9.json: skipped, for cases of kind \'other\' are not known here',
      '15 passed, 0 failed',
    ]);
  });

  test('prints the first cases that fail and counts the rest', async () => {
    const cases = Array.from({ length: 30 }, () => ({ currentReplicas: 1, desiredReplicas: 2, minReplicas: 1, maxReplicas: 3, expect: { replicas: 7 } }));
    writeFileSync(join(folder, 'convert-legacy.json'), JSON.stringify({ meta: {}, cases }));
    const { totals, lines } = await run(folder);
    expect(totals).toEqual({ passed: 0, failed: 30 });
    expect(lines.filter((line) => line.startsWith('FAIL'))).toHaveLength(20);
    expect(lines).toContain('further cases that fail are only counted');
  });

  test('needs a folder with files of cases', async () => {
    await expect(run(join(folder, 'none'))).rejects.toThrow(/is not a folder; name one that holds files of cases/);
    await expect(run(folder)).rejects.toThrow(/holds no \*\.json file; name a folder of case files/);
  });
});
