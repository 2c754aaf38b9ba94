import { optionOf } from './options';
import { plans } from './outcome/foresight';
import { readTraces } from './outcome/traces';
import { report, table } from './report';

/**
 * Cost that knowledge of the traffic could save: `npm run bench -- foresight FOLDER [--trace NAME,NAME] [--write]`, for
 * the service and the judged days of `outcome` and its traces of at most a minute a bucket.
 */
export async function run(args: readonly string[]): Promise<void> {
  const folder = args.find((argument, i) => !argument.startsWith('--') && (i === 0 || !args[i - 1].startsWith('--') || args[i - 1] === '--write'));
  if (folder === undefined) throw new Error('no folder; name one with NAME.csv files of seconds,requests: npm run bench -- foresight FOLDER');
  const traces = (await readTraces(folder, optionOf(args, 'trace'))).filter(({ stepSeconds }) => stepSeconds === 60);
  const rows = traces.flatMap(({ name, perSecond, blocks: { judge } }) => {
    const all = plans(perSecond.slice(judge[0].from / 60, judge[judge.length - 1].to / 60));
    return all.map(({ text, podHours }, i) => [i === 0 ? name : '', text, podHours.toFixed(1), (podHours / all[0].podHours).toFixed(2)]);
  });
  report('foresight', args, table(['trace', 'plan', 'pod-hours a day', 'of the work'], rows), 'tuning.md');
}
