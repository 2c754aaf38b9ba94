import { Argument, Command, CommanderError, Option } from 'commander';
import { printable } from '../values/printable';
import { UserError } from '../values/user-error';
import type * as adviseModule from './advise';
import type * as adviseVerifyModule from './advise-verify';
import type * as backtestModule from './backtest';
import type * as calibrateModule from './calibrate';
import type * as changeModule from './change';
import type * as checkModule from './check';
import type * as compareModule from './compare';
import { completionOf, type Shell, SHELLS } from './completion';
import type * as initModule from './init';
import { type Io, say, STATUS } from './io';
import type * as listModule from './list';
import {
  CHECK_OUTPUTS, METHODS, parseBaselines, parseHorizons, parseKeda, parseKinds, parseKubernetes, parseLoads, parsePort,
  parsePositive, parseReplicas, parseSeeds, parseShare, parseSpan, parseWindows,
} from './options';
import { ownPackage } from './package-source';
import type * as playgroundModule from './playground';
import type * as recordModule from './record';
import { KNOB_KINDS } from '../studies/tune/knob-kind';
import type * as simulateModule from './simulate';
import type * as suggestScheduleModule from './suggest-schedule';
import { TEMPLATES } from './template';
import type * as tuneModule from './tune';
import { requireWritable } from './write-output';

/* eslint-disable @typescript-eslint/no-require-imports */
/** Loaded when called, so that a short command does not wait for what the long ones need. */
const COMMANDS = {
  advise: () => require('./advise') as typeof adviseModule,
  adviseVerify: () => require('./advise-verify') as typeof adviseVerifyModule,
  simulate: () => require('./simulate') as typeof simulateModule,
  compare: () => require('./compare') as typeof compareModule,
  backtest: () => require('./backtest') as typeof backtestModule,
  record: () => require('./record') as typeof recordModule,
  suggestSchedule: () => require('./suggest-schedule') as typeof suggestScheduleModule,
  calibrate: () => require('./calibrate') as typeof calibrateModule,
  change: () => require('./change') as typeof changeModule,
  tune: () => require('./tune') as typeof tuneModule,
  check: () => require('./check') as typeof checkModule,
  list: () => require('./list') as typeof listModule,
  init: () => require('./init') as typeof initModule,
  playground: () => require('./playground') as typeof playgroundModule,
};
/* eslint-enable @typescript-eslint/no-require-imports */

/** Options of all commands that name a file to write. */
const OUTPUT_FILES = ['json', 'html', 'junit', 'fix'] as const;

/**
 * Runs a command line.
 *
 * @param argv the arguments without the interpreter and the script.
 * @returns the exit status: 0, 1 where a condition of --fail-on holds, 2 for bad input.
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  let status: number = STATUS.ok;
  const program = createProgram(io, (result) => {
    status = result;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return status;
  } catch (error) {
    return report(error, io);
  }
}

function report(error: unknown, io: Io): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? STATUS.ok : STATUS.misuse;
  if (error instanceof UserError) {
    say(io.stderr, `error: ${error.lines.map(printable).join('\n')}\n`);
    return STATUS.misuse;
  }
  io.stderr.write(`internal error, please report it: ${error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
  return STATUS.internal;
}

function createProgram(io: Io, done: (status: number) => void): Command {
  const program = new Command('cdk8s-kotaemon')
    .description('Autoscaling for modular RAG systems on Kubernetes: replay traffic against manifests before they are deployed.')
    .version(ownPackage().version)
    .exitOverride()
    .configureHelp({ optionDescription: describeOption })
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: (text) => io.stderr.write(text) })
    .showHelpAfterError('(add --help for what is allowed)')
    .hook('preAction', (_, action) => {
      const options = action.opts();
      for (const name of OUTPUT_FILES) if (typeof options[name] === 'string') requireWritable(options[name]);
    });
  const command = (usage: string): Command => program.command(usage).copyInheritedSettings(program);

  simulating(command('simulate'))
    .showHelpAfterError(exampleOf('simulate dist --trace flash-sale'))
    .description('replay traffic against the autoscalers of some manifests')
    .argument('<files...>', 'manifests: files, folders, - for standard input')
    .addOption(withDefault('--load <factors>', 'multiply the traffic: one run for each factor, as in 1,2,3', '1', parseLoads))
    .option('--autoscaler <name>', 'the autoscaler to play where a workload has several, as in web or ScaledObject/web')
    .option('--html <file>', 'write a self-contained HTML report')
    .option('--json-series', 'add the series of replicas, demand and latencies to --json')
    .option('--currency <code>', 'currency of the prices, for the HTML report, as in EUR')
    .option('--recorded <folder>', 'recording whose replicas the HTML report draws beside the simulated ones')
    .option('--no-counterfactuals', 'do not run changes of a policy that misses its SLO, to say which helps most')
    .option('--explain <time>', 'print the pass of the controller at that time, as in 09:07 or 7m')
    .option('--workload <name>', 'the workload to explain (default: all of them)')
    .action(async (files: string[], options: simulateModule.SimulateOptions) => done(await COMMANDS.simulate().simulateCommand(files, options, io)));

  simulating(command('compare'))
    .showHelpAfterError(exampleOf('compare today.yaml tomorrow.yaml --trace flash-sale'))
    .description('run several policies on the same traffic, beside named baselines')
    .argument('<policies...>', 'one file or folder a policy, as in a.yaml or fast=policies/fast')
    .option('--with <files...>', 'manifests that all policies share, such as the workloads')
    .addOption(withDefault('--baseline <list>', 'default-hpa, fixed (the mean of the first policy), fixed=5, or none', 'default-hpa,fixed', parseBaselines))
    .option('--html <file>', 'write a self-contained HTML page: every policy over one axis of time')
    .option('--markdown', "print GitHub's Markdown")
    .action(async (policies: string[], options: compareModule.CompareCommandOptions) => done(await COMMANDS.compare().compareCommand(policies, options, io)));

  command('backtest')
    .description('say which forecast pays on some traffic, if any does, and print it as code')
    .option('--trace <file>', 'recorded traffic of days or weeks (CSV, JSON lines, Prometheus JSON, access log), or the name of a generator')
    .option('--scenario <file>', 'where the traffic comes from, where that is no file (YAML)')
    .option('--horizon <durations>', 'how far ahead, as in 10m,1h (default: 10m,30m,1h)', parseHorizons)
    .option('--json <file>', 'write the figures as JSON, - for standard output')
    .action(async (options: backtestModule.BacktestOptions) => done(await COMMANDS.backtest().backtestCommand(options, io)));

  command('suggest-schedule')
    .description('turn weeks of traffic into a few schedule windows, and say which days they would have missed')
    .option('--trace <file>', 'recorded traffic of weeks (CSV, JSON lines, Prometheus JSON, access log), or the name of a generator')
    .option('--scenario <file>', 'where the traffic comes from, where that is no file (YAML)')
    .option('--per-replica <rps>', 'requests per second that one replica is to serve', parsePositive)
    .option('--timezone <name>', 'whose clocks the windows go by, as in Europe/Berlin')
    .option('--start <time>', 'when the traffic begins, where it has no clock, as in 2024-03-11T00:00:00Z')
    .option('--min-replicas <n>', 'the replicas that there always are', parseReplicas)
    .addOption(withDefault('--windows <n>', 'the most windows', '6', parseWindows))
    .option('--json <file>', 'write the figures as JSON, - for standard output')
    .action(async (options: suggestScheduleModule.SuggestScheduleOptions) => done(await COMMANDS.suggestSchedule().suggestScheduleCommand(options, io)));

  command('record')
    .showHelpAfterError(exampleOf('record deploy --prometheus https://prometheus.example.com --last 4w --out shop.recording'))
    .description('record the history of autoscaled workloads from a Prometheus, or from files')
    .argument('<files...>', 'manifests: files, folders, - for standard input; with --doctor also the folder of a recording')
    .option('--prometheus <url>', 'the server to ask, one question at a time')
    .option('--token-env <name>', 'the environment variable that holds a bearer token (default: PROMETHEUS_TOKEN)')
    .option('--token-file <file>', 'a file that holds a bearer token alone')
    .addOption(withDefault('--last <duration>', 'how long back, as in 4w or 36h', '4w', parseSpan))
    .option('--from <time>', 'record from this time on, as in 2024-03-04T00:00:00Z')
    .option('--until <time>', 'record until this time (default: now)')
    .option('--step <duration>', 'distance of two points (default: 60s, or the scrape interval where that is longer)', parseSpan)
    .option('--out <folder>', 'the folder to write; a recording is never overwritten, an interrupted one is resumed')
    .option('--workload <names>', 'record only these, as in web or shop/web, with commas between them', collect)
    .option('--namespace <name>', 'namespace of manifests that name none (default: default)')
    .option('--queries <file>', "the team's own queries and labels (YAML)")
    .option('--from-file <series=file>', 'a series from a file, as in requests=web.csv or web:latency=web.json (may be repeated)', collectOne)
    .option('--policy-history <path>', 'a folder or file in Git whose versions are the history of the policies')
    .option('--sum', 'record workloads behind one Service as one')
    .option('--split', 'record workloads behind one Service each on its own (the default)')
    .option('--doctor', 'say per workload what can be done with its history, and the one series or bucket to add; writes no recording')
    .option('--slo <text>', "SLO whose latency the recording has to tell apart, as in 300ms or 'p99<300ms, 99.9%'")
    .option('--json <file>', 'write the diagnoses as JSON, - for standard output')
    .action(async (files: string[], options: recordModule.RecordOptions) => done(await COMMANDS.record().recordCommand(files, options, io)));

  command('calibrate')
    .showHelpAfterError(exampleOf('calibrate deploy/ --recording shop.recording --out shop.scenario.yaml'))
    .description('fit services to a recording, judge them by days that the fit has not seen, and write a scenario with the evidence')
    .argument('<files...>', 'manifests: files, folders, - for standard input')
    .requiredOption('--recording <folder>', 'recording of the cluster, as record writes it')
    .requiredOption('--out <file>', 'the scenario to write (YAML); its traffic is written beside it')
    .option('--scenario <file>', 'settings to keep besides: SLO, cluster, pipeline (YAML)')
    .option('--slo <text>', "SLO of the requests, as in 300ms or 'p99<300ms' (default: the scenario's)")
    .option('--kubernetes <version>', 'version of the cluster, 1.28 to 1.37', parseKubernetes)
    .option('--keda <version>', 'version of KEDA, 2.16 to 2.21 (default: 2.21)', parseKeda)
    .option('--autoscaler <name>', 'the autoscaler to play where a workload has several, as in web or ScaledObject/web')
    .option('--force', 'overwrite the files that there are')
    .option('--json <file>', 'write the figures as JSON, - for standard output')
    .action(async (files: string[], options: calibrateModule.CalibrateOptions) => done(await COMMANDS.calibrate().calibrateCommand(files, options, io)));

  command('tune')
    .showHelpAfterError(exampleOf("tune deploy/ --scenario shop.scenario.yaml --slo 'p99<300ms, 99.9%' --out change/"))
    .description('search for the cheapest policy that holds an SLO, and prove it on days that it has not seen')
    .argument('<files...>', 'manifests: files, folders, - for standard input')
    .option('--scenario <file>', 'what manifests do not say: workloads, service models, SLO, cluster, prices, traffic (YAML)')
    .option('--trace <file>', 'recorded traffic of days or weeks, or the name of a generator')
    .option('--slo <text>', "SLO that has to hold end to end, as in 300ms, 'p99<300ms', '99.9%<1s', 'p99<300ms, 99.9%' (default: the scenario's)")
    .option('--out <folder>', 'write the change as patches, edited files and the text of a pull request')
    .option('--values <files...>', 'values that a Helm chart rendered the manifests with')
    .option('--min-replicas <n>', 'never below so many replicas, in each zone', parseReplicas)
    .option('--zones <n>', 'zones that the replicas are spread over', parseReplicas)
    .option('--max-replicas <n>', 'never above so many replicas of a workload', parseReplicas)
    .option('--gpu-quota <n>', 'most GPUs that all replicas of a workload may hold', parseReplicas)
    .option('--budget <amount>', 'most that a day may cost, in the currency of the prices (without prices: pod-hours)', parsePositive)
    .option('--most-change <share>', 'largest change of a number in one stage of the roll-out, as in 25%', parseShare)
    .option('--freeze <times...>', 'times in which nothing is rolled out, for the text of the pull request')
    .option('--schedule-only', 'change schedules alone')
    .option('--resources-first', 'prefer to scale by CPU and memory alone, where that costs as little')
    .option('--only <parts>', `change only these parts: ${KNOB_KINDS.join(', ')}`, parseKinds)
    .option('--worth <share>', 'smallest saving that is worth a change, as in 3% (default: 3%)', parseShare)
    .option('--choose-days <n>', 'days to choose on (default: a quarter)', parseReplicas)
    .option('--judge-days <n>', 'last days, to judge on (default: half)', parseReplicas)
    .option('--autoscaler <name>', 'the autoscaler to tune where a workload has several, as in web or ScaledObject/web')
    .option('--kubernetes <version>', 'version of the cluster, 1.28 to 1.37', parseKubernetes)
    .option('--keda <version>', 'version of KEDA, 2.16 to 2.21 (default: 2.21)', parseKeda)
    .option('--json <file>', 'write the figures as JSON, - for standard output')
    .action(async (files: string[], options: tuneModule.TuneCommandOptions) => done(await COMMANDS.tune().tuneCommand(files, options, io)));

  command('advise')
    .showHelpAfterError(exampleOf('advise deploy/ --prometheus https://prometheus.example.com --html advice.html'))
    .description('say what to set for each autoscaled workload, proven on its recorded history; advise merge FOLDERS ranks the parts of a fleet')
    .argument('[files...]', 'manifests: files, folders, - for standard input; or merge and the work folders of the parts')
    .option('--prometheus <url>', 'the server whose history is read')
    .option('--recording <folder>', 'a recording, instead of a server')
    .option('--slo <text>', "SLO that has to hold, as in 300ms, 'p99<300ms' or '99.9%<1s' (default: the scenario's)")
    .option('--scenario <file>', 'settings besides: SLO, cluster, prices (YAML)')
    .addOption(withDefault('--work <folder>', 'folder of the output of each step; an interrupted advice goes on where it ended', 'advice', (text) => text))
    .option('--again', 'start over; the track record stays')
    .option('--track-record <file>', 'past predictions and whether they came true (default: in the work folder)')
    .option('--out <folder>', 'write the changes here, a folder for each workload (default: in the work folder)')
    .option('--workload <names>', 'advise only on these, as in web or shop/web, with commas between them', collect)
    .option('--only <parts>', `change only these parts: ${KNOB_KINDS.join(', ')}`, parseKinds)
    .option('--shard <part>', 'advise on a part of the workloads, from 0/16 to 15/16')
    .option('--verify <folder>', 'compare the predictions in a work folder with --recording, and keep the track record')
    .option('--token-env <name>', 'the environment variable that holds a bearer token (default: PROMETHEUS_TOKEN)')
    .option('--token-file <file>', 'a file that holds a bearer token alone')
    .addOption(withDefault('--last <duration>', 'how long back, as in 4w', '4w', parseSpan))
    .option('--from <time>', 'from this time on, as in 2024-03-04T00:00:00Z')
    .option('--until <time>', 'until this time (default: now)')
    .option('--step <duration>', 'distance of two points (default: 60s, or the scrape interval where that is longer)', parseSpan)
    .option('--queries <file>', "the team's own queries and labels (YAML)")
    .option('--policy-history <path>', 'a folder or file in Git whose versions are the history of the policies')
    .option('--min-replicas <n>', 'never below so many replicas, in each zone', parseReplicas)
    .option('--zones <n>', 'zones that the replicas are spread over', parseReplicas)
    .option('--max-replicas <n>', 'never above so many replicas of a workload', parseReplicas)
    .option('--kubernetes <version>', 'version of the cluster, 1.28 to 1.37', parseKubernetes)
    .option('--keda <version>', 'version of KEDA, 2.16 to 2.21 (default: 2.21)', parseKeda)
    .option('--html <file>', 'write a page with the evidence')
    .option('--json <file>', 'write the answers as JSON, - for standard output')
    .action(async (files: string[], options: adviseModule.AdviseOptions & { verify?: string }) => {
      const { verify } = options;
      if (verify !== undefined) return done(COMMANDS.adviseVerify().verifyCommand({ ...options, verify }, io));
      if (files[0] === 'merge') return done(COMMANDS.advise().adviseMerge(files.slice(1), options, io));
      return done(await COMMANDS.advise().adviseCommand(files, options, io));
    });

  command('check')
    .description('check manifests by the rules of this package')
    .argument('[files...]', 'manifests: files, folders, - for standard input')
    .addOption(new Option('--output <format>', 'format of the findings').choices(CHECK_OUTPUTS).default('human'))
    .option('--complete', 'the manifests are all that the cluster holds, so that what is missing is an error')
    .option('--kubernetes <version>', 'version of the cluster, 1.28 to 1.37 (default: 1.28, and what later ones have is a warning)', parseKubernetes)
    .option('--keda <version>', 'version of KEDA, 2.16 to 2.21 (default: 2.21)', parseKeda)
    .option('--feature-gates <names>', 'gates that the cluster switches on beyond those of its version, with commas between them', (text) => text.split(','))
    .option('--baseline <file>', 'do not fail for findings that this file names')
    .option('--update-baseline', 'write the findings of this run to the file of --baseline')
    .option('--explain <rule>', 'say what a rule is about, as in KSC012')
    .option('--only <names>', 'report only these rules, topics (autoscaling, correctness, practice) and severities, with commas between them', collect)
    .option('--skip <names>', 'leave these rules, topics and severities out', collect)
    .option('--fix [file]', 'write a patch of the changes that are safe, to a file or to standard output (apply it by: git apply, patch -p1)')
    .option('--fix-in-place', 'make the changes that are safe in the files themselves')
    .action(async (files: string[], options: checkModule.CheckCommandOptions) =>
      done(await COMMANDS.check().checkCommand(files, options, io, ownPackage().version)));

  command('change')
    .description('carry a change of policies out where its objects are maintained, for a pull request')
    .argument('<change>', 'the change (JSON), as change.json of a change folder')
    .argument('[files...]', 'the manifests that it is for: files, folders, - for standard input')
    .addOption(withDefault('--out <folder>', 'folder that patches, stages and the text of a pull request are written into', 'change', (text) => text))
    .option('--values <file>', 'values that a Helm chart rendered the manifests with; for several files, several times', (file: string, before: string[] = []) => [...before, file])
    .option('--histogram <name>', 'histogram of request durations in seconds that the alert reads (default: http_request_duration_seconds)')
    .option('--in-place', 'change the source files themselves, too')
    .option('--compare <files>', 'write nothing, and compare these manifests with what the change wants: a file, a folder, - for standard input')
    .action(async (file: string, files: string[], options: changeModule.ChangeCommandOptions) =>
      done(await COMMANDS.change().changeCommand(file, files, options, io)));

  command('list')
    .showHelpAfterError(exampleOf('list dist'))
    .description('list the objects of some manifests, and what their autoscalers do')
    .argument('<files...>', 'manifests: files, folders, - for standard input')
    .action(async (files: string[]) => done(await COMMANDS.list().list(files, io)));

  command('init')
    .description('write a repository to begin with: chart, policy, test with the simulator, CI workflow')
    .argument('[name]', "of the folder, the chart and the namespace, as in shop-search; with --into, 'rag' where it is left out")
    .addOption(new Option('--template <name>', 'what is written').choices(Object.keys(TEMPLATES)).default('app'))
    .option('--into <folder>', 'add one chart, one test and one workflow to a repository that there is already; nothing is overwritten')
    .option('--package <tarball>', 'install this package from a tarball of npm pack, where the registry does not have it (default: that which it was installed from)')
    .action((name: string | undefined, options: initModule.InitOptions) => done(COMMANDS.init().initCommand(name, options, io)));

  command('playground')
    .description('serve a page on this machine in which a policy is tried: paste an autoscaler, pick traffic, move sliders')
    .option('--port <n>', 'port of 127.0.0.1 (default: one that is free)', parsePort)
    .action(async (options: playgroundModule.PlaygroundOptions) => done(await COMMANDS.playground().playgroundCommand(options, io)));

  command('completion')
    .description('print the script by which a shell completes this command line')
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .action((shell: Shell) => void io.stdout.write(completionOf(program, shell)));
  return program;
}

/** Option whose default is shown as one would type it. */
function withDefault<T>(flags: string, description: string, text: string, parse: (text: string) => T): Option {
  return new Option(flags, description).argParser(parse).default(parse(text), text);
}

/** Line after an error of the command line: a command that works. */
function exampleOf(command: string): string {
  return `(as in: cdk8s-kotaemon ${command}; add --help for what is allowed)`;
}

/** Description of an option with its choices and its default, without quotes and brackets of code. */
function describeOption({ description, argChoices, defaultValue, defaultValueDescription }: Option): string {
  const extra = [
    ...(argChoices ? [`one of ${argChoices.join(', ')}`] : []),
    ...(defaultValue !== undefined ? [`default: ${defaultValueDescription ?? String(defaultValue)}`] : []),
  ];
  return extra.length > 0 ? `${description} (${extra.join('; ')})` : description;
}

/** The options of every command that simulates. */
function simulating(command: Command): Command {
  return command
    .option('--scenario <file>', 'what manifests do not say: workloads, service models, SLO, cluster, faults, traffic (YAML)')
    .option('--trace <file>', 'recorded traffic (CSV, JSON lines, Prometheus JSON, access log), or the name of a generator such as flash-sale')
    .addOption(withDefault('--seeds <n>', 'run with so many seeds and show how far results vary', '1', parseSeeds))
    .addOption(new Option('--method <method>', "how requests are simulated (default: the scenario's, else auto)").choices(METHODS))
    .option('--kubernetes <version>', 'version of the cluster, 1.28 to 1.37', parseKubernetes)
    .option('--keda <version>', 'version of KEDA, 2.16 to 2.21 (default: 2.21)', parseKeda)
    .option('--json <file>', 'write the figures as JSON, - for standard output')
    .option('--junit <file>', 'write the conditions of --fail-on as JUnit XML')
    .option('--verbose', 'print every assumption, every measure and the charts of every workload')
    .option('--fail-on <conditions>', "exit with status 1 where one holds, as in 'p99>300ms, flaps>2/h, back-to-min>20m, killed>0'");
}

/** Values of an option that may be given several times, with commas between them. */
function collect(text: string, before: readonly string[] = []): string[] {
  return [...before, ...text.split(',')];
}

/** Values of an option that may be given several times. */
function collectOne(text: string, before: readonly string[] = []): string[] {
  return [...before, text];
}
