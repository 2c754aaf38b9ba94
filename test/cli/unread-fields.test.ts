import { cli, HPA, TestFolder, TRACE } from './cli';

let folder: TestFolder;
let trace: string;

beforeEach(() => {
  folder = new TestFolder();
  trace = folder.write('traffic.csv', TRACE);
});

afterEach(() => folder.remove());

const MISSPELT = `${HPA}  behaviour: { scaleDown: { selectPolicy: Disabled } }\n`;

test.each(['simulate', 'compare'])('%s warns of a field of an HPA that is misspelt, and goes on without it', async (command) => {
  const { status, stderr } = await cli([command, folder.write('hpa.yaml', MISSPELT), '--trace', trace]);
  expect(status).toBe(0);
  expect(stderr).toMatch(/^warning: \S*hpa\.yaml:1: HorizontalPodAutoscaler shop\/web: the API server refuses this object: strict decoding error: unknown field "spec\.behaviour"\n$/);
});

test('a name with control characters adds neither a line nor a colour to the warning', async () => {
  const named = MISSPELT.replace('name: web, namespace', 'name: "we\\e[31mb\\n::error::x", namespace');
  const { stderr } = await cli(['simulate', folder.write('hpa.yaml', named), '--trace', trace]);
  expect(stderr).toContain('HorizontalPodAutoscaler shop/we\\x1b[31mb\\n::error::x: the API server refuses this object');
  expect(stderr).not.toContain('\x1b');
});

test('does not warn of a field of a later version', async () => {
  const tolerant = `${HPA}  behavior: { scaleDown: { tolerance: "0.2" } }\n`;
  const { stdout, stderr } = await cli(['simulate', folder.write('hpa.yaml', tolerant), '--trace', trace]);
  expect(stderr).toBe('');
  expect(stdout).toContain('Kubernetes 1.28 does not read behavior.scaleDown.tolerance');
});
