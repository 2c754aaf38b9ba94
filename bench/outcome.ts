import { tune } from '../lib/studies/tune/tune';
import { editedManifests } from '../lib/studies/tune/edited-manifests';
import { type Day } from '../lib/studies/tune/days';
import { RandomStream } from '../lib/simulator/engine/random/random-stream';
import { independentShare } from './outcome/independent';
import { grid, startPolicy } from './outcome/policies';
import { Player } from './outcome/player';
import { OutcomeRecord, type RecordedOptions } from './outcome/record';
import { bestOf, type Rival, RIVALS, rivals, totalOf } from './outcome/rivals';
import { inputOf, SLO } from './outcome/service';
import { closing, type Outcome, tables } from './outcome/tables';
import { type OutcomeTrace, readTraces } from './outcome/traces';
import { optionOf, wholeOf } from './options';
import { report } from './report';

/**
 * Quality of the policies of `tune`: `npm run bench -- outcome FOLDER [--trace NAME,NAME] [--train 4] [--judge 14]
 * [--seed 1] [--slower 1.2] [--independent 1] [--only 'grid;tune;reference'] [--record FILE] [--write]`. Every policy
 * is chosen on the training days of a trace and judged, request by request, on the rest. `--record` keeps figures in a
 * file, and takes what is there from it: with `--only` the policies that it names are played anew.
 */
export async function run(args: readonly string[]): Promise<void> {
  const folder = args.find((argument, i) => !argument.startsWith('--') && (i === 0 || !args[i - 1].startsWith('--') || args[i - 1] === '--write'));
  if (folder === undefined) throw new Error('no folder; name one with NAME.csv files of seconds,requests: npm run bench -- outcome FOLDER');
  const options: RecordedOptions = {
    seed: wholeOf(args, 'seed', 1, 0),
    train: wholeOf(args, 'train', 4, 1), judge: wholeOf(args, 'judge', 14, 1), slower: Number(optionOf(args, 'slower') ?? 1.2),
    independent: wholeOf(args, 'independent', 1, 0),
  };
  const record = new OutcomeRecord(optionOf(args, 'record'), options, optionOf(args, 'only')?.split(';'));
  const outcomes: Outcome[] = [];
  for (const trace of await readTraces(folder, optionOf(args, 'trace'))) {
    process.stderr.write(`${trace.name}: ${trace.blocks.fit.length} + ${trace.blocks.choose.length} days to choose on, ${trace.blocks.judge.length} to judge on\n`);
    outcomes.push(await outcomeOf(trace, record));
  }
  report('outcome', args, `${tables(outcomes, options)}\n\n${closing(outcomes)}`, 'tuning.md');
}

async function outcomeOf(trace: OutcomeTrace, record: OutcomeRecord): Promise<Outcome> {
  const options = record.optionsOf(trace.name);
  const { seed } = options;
  const { name: traceName, blocks: { fit, choose, judge } } = trace;
  const player = new Player(trace, seed);
  const slower = new Player(trace, seed, options.slower);
  const judged = sampled(trace, judge, options.judge, seed);
  const isPlayed = (name: string): boolean => record.isPlayed(traceName, name);
  const chosen = [
    ...rivals(trace, player, sampled(trace, [...fit, ...choose], options.train, seed), isPlayed), ...(isPlayed('tune') ? [await tuned(trace, seed)] : []),
  ];
  progress(`${traceName}: policies are chosen`);
  for (const { name, policy } of chosen) {
    const days = player.play(policy, judged, 'requests');
    record.add(traceName, {
      name, text: policy.text, total: totalOf(days),
      slower: totalOf(slower.play(policy, judged, 'requests')),
      independent: independentShare(policy, trace, sampled(trace, judged, options.independent, seed), seed),
      badDays: judged.flatMap(({ number }, i) => (days[i].good < SLO.objective * days[i].total ? [number + 1] : [])),
    });
    progress(`${traceName}: ${name} is judged`);
  }
  const reference = record.reference(traceName, () => {
    const hindsight = bestOf(grid(), player, sampled(trace, judged, options.train, seed), judged, 'requests');
    return {
      hindsight: { text: hindsight.text, total: totalOf(player.play(hindsight, judged, 'requests')) },
      bound: player.bound(judged, Math.ceil(15 * Math.max(1, trace.judgedPeak) * 1.5)),
    };
  });
  const known = record.rows(traceName);
  const rows = [...RIVALS, 'tune'].flatMap((name) => known[name] ?? []);
  return { trace, rows, judged: judged.length, ...reference };
}

/**
 * Policy that a user of `tune` has in the end, with a service that scales by cpu and requests; the nearest one where
 * none holds the SLO.
 */
async function tuned(trace: OutcomeTrace, seed: number): Promise<Rival> {
  const start = startPolicy();
  const input = inputOf(trace.trace, trace.load, start.autoscaler, seed);
  const { choose, judge } = trace.blocks;
  const result = await tune(input, { slo: SLO, seed, blocks: { choose: choose.length, judge: judge.length } });
  progress(`${trace.name}: tune: ${result.decision}; ${result.sentence}`);
  const { settings: changed, edits } = (result.decision === 'keep' ? undefined : result.candidate ?? result.nearest) ?? { settings: [], edits: [] };
  const autoscaler = editedManifests(input.manifests, edits).get(start.autoscaler) ?? start.autoscaler;
  const settings = changed.map(({ setting, to }) => `${setting} ${to}`).join(', ');
  return { name: 'tune', policy: { ...start, text: `${settings || 'as it was'} (verdict: ${result.decision})`, autoscaler } };
}

/** At most so many days: half of them those with the most requests in a bucket, the others by a seed. */
function sampled({ perSecond, stepSeconds }: OutcomeTrace, days: readonly Day[], most: number, seed: number): Day[] {
  if (days.length <= most) return [...days];
  const peakOf = ({ from, to }: Day): number => (
    perSecond.subarray(Math.round(from / stepSeconds), Math.round(to / stepSeconds)).reduce((a, b) => Math.max(a, b), 0)
  );
  const ranked = [...days].sort((a, b) => peakOf(b) - peakOf(a));
  const hardest = ranked.slice(0, (most + 1) >> 1);
  const random = new RandomStream(seed, 'outcome', 'days');
  const others = ranked.slice((most + 1) >> 1).map((day) => ({ day, draw: random.uniform() })).sort((a, b) => a.draw - b.draw).slice(0, most - hardest.length);
  return [...hardest, ...others.map(({ day }) => day)].sort((a, b) => a.number - b.number);
}

function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}
