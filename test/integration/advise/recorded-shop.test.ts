import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeRecordedShop } from '../../../scripts/recorded-shop';
import { cli, type CliResult, TestFolder } from '../../cli/cli';
import { ROOT } from '../../support/imports';
import { snippetsOf } from '../../support/snippets';

const SHOP = join(ROOT, 'examples/recorded-shop');
const [advice, verification] = snippetsOf('docs/advise.md').filter(({ language }) => language === 'text').map(({ code }) => code.trim());
const folder = new TestFolder();
const work = join(folder.path, 'advice');
const OPTIONS = ['--slo', '99%<500ms', '--kubernetes', '1.35', '--min-replicas', '2', '--only', 'target,bounds'];

beforeAll(() => jest.setTimeout(600_000));
afterAll(() => folder.remove());

function advise(...more: string[]): Promise<CliResult> {
  return cli(['advise', join(SHOP, 'deploy.yaml'), '--recording', join(SHOP, 'shop.recording'), ...OPTIONS, '--work', work, ...more]);
}

test('the recorded shop is what its script writes', () => {
  writeRecordedShop(folder.path);
  const files = readdirSync(SHOP, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !/^README\.md$|\.test\.ts$/.test(entry.name));
  expect(files.length).toBeGreaterThan(10);
  for (const { parentPath, name } of files) {
    const path = join(parentPath, name);
    expect(readFileSync(join(folder.path, path.slice(SHOP.length)), 'utf8')).toBe(readFileSync(path, 'utf8'));
  }
}, 120_000);

test('its advice is that of docs/advise.md, and the later recording shows that it came true', async () => {
  const { status, stdout } = await advise('--html', join(folder.path, 'advice.html'));
  expect(stdout.replaceAll(work, 'advice').trim()).toBe(advice);
  expect(status).toBe(0);
  expect(readFileSync(join(work, 'web/change/change.patch'), 'utf8')).toContain('-  minReplicas: 4');
  const verified = await cli(['advise', '--verify', work, '--recording', join(SHOP, 'later.recording')]);
  expect(verified.stdout.trim()).toBe(verification);
  expect(verified.status).toBe(0);
}, 600_000);

test('the next advice quotes the track record', async () => {
  const { stdout } = await advise('--again', '--workload', 'cart');
  expect(stdout).toMatch(/^cart: no advice: the service is not calibrated/);
  const other = await advise('--again', '--workload', 'web');
  expect(other.stdout).toContain('track record  of the last 1 prediction 1 came true');
}, 600_000);
