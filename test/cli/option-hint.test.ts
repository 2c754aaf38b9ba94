import { optionHint } from '../../lib/cli/option-hint';
import { cli } from './cli';

test.each([
  ['simulate', '--slo', "hint: set the SLO in the scenario, as in slo: { latency: 300ms, objective: 0.99 }; --fail-on 'slo<99%' fails"],
  ['tune', '--workload', 'hint: all autoscaled workloads of the manifests are tuned together'],
])('%s without an option %s names the command or field that has it', async (command, option, hint) => {
  const { status, stderr } = await cli([command, 'deploy.yaml', option, 'x']);
  expect(status).toBe(2);
  expect(stderr).toContain(`error: unknown option '${option}'`);
  expect(stderr).toContain(hint);
});

test('another unknown option has no hint', () => {
  expect(optionHint(['simulate'], "error: unknown option '--nothing'")).toBeUndefined();
  expect(optionHint(['list'], "error: unknown option '--slo'")).toBeUndefined();
});
