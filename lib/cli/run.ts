import { Argument, Command, CommanderError, Option } from 'commander';
import { printable } from '../values/printable';
import { UserError } from '../values/user-error';
import { KNOB_KINDS } from '../studies/tune/knob-kind';
import type * as adviseModule from './advise';
import type * as adviseMergeModule from './advise-merge';
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
  parsePositive, parseReplicas, parseReserved, parseSeeds, parseShare, parseSpan, parseSpot, parseWindows,
} from './options';
import { optionHint } from './option-hint';
import { ownPackage } from './package-source';
import type * as playgroundModule from './playground';
import type * as recordModule from './record';
import type * as simulateModule from './simulate';
import type * as suggestScheduleModule from './suggest-schedule';
import { TEMPLATES } from './template';
import type * as tuneModule from './tune';
import { requireWritable } from './write-output';

/* eslint-disable @typescript-eslint/no-require-imports */
/** Loaded when called, so that a short command does not wait for what the long ones need. */
const COMMANDS = {
  advise: () => require('./advise') as typeof adviseModule,
  adviseMerge: () => require('./advise-merge') as typeof adviseMergeModule,
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
    return report(error, argv, io);
  }
}

function report(error: unknown, argv: readonly string[], io: Io): number {
  if (error instanceof CommanderError) {
    const hint = error.code === 'commander.unknownOption' ? optionHint(argv, error.message) : undefined;
    if (hint !== undefined) say(io.stderr, `hint: ${hint}\n`);
    return error.exitCode === 0 ? STATUS.ok : STATUS.misuse;
  }
  if (error instanceof UserError) {
    say(io.stderr, `error: ${error.lines.map(printable).join('\n')}\n`);
    return STATUS.misuse;
  }
  io.stderr.write(`internal error, please report it: ${error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
  return STATUS.internal;
}

function createProgram(io: Io, done: (status: number) => void): Command {
  const program = new Command('cdk8s-kotaemon')
    .description('Checks, simulates and tunes autoscaling on Kubernetes before manifests are deployed.')
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
    .description('replay traffic against the autoscalers in manifests')
    .argument('<files...>', 'manifests: files, folders, - for standard input')
    .addOption(withDefault('--load <factors>', 'factors of the traffic, one run each, as in 1,2,3', '1', parseLoads))
    .option('--autoscaler <name>', 'autoscaler to simulate where a workload has several, as in web or ScaledObject/web')
    .option('--html <file>', 'write a self-contained HTML report')
    .option('--json-series', 'add time series of replicas, demand and latencies to --json')
    .option('--currency <code>', 'currency of the prices, for the HTML report, as in EUR')
    .option('--recorded <folder>', 'recording whose replicas appear in the HTML report')
    .option('--no-counterfactuals', 'do not search for the policy change that helps most when an SLO is missed')
    .option('--explain <time>', 'explain the pass of the controller at this time, as in 09:07 or 7m')
    .option('--workload <name>', 'workload to explain (default: all)')
    .action(async (files: string[], options: simulateModule.SimulateOptions) => done(await COMMANDS.simulate().simulateCommand(files, options, io)));

  simulating(command('compare'))
    .showHelpAfterError(exampleOf('compare today.yaml tomorrow.yaml --trace flash-sale'))
    .description('compare policies and baselines on the same traffic')
    .argument('<policies...>', 'policies, one file or folder each, as in a.yaml or fast=policies/fast')
    .option('--with <files...>', 'manifests shared by all policies, such as the workloads')
    .addOption(withDefault('--baseline <list>', 'default-hpa, fixed (the mean of the first policy), fixed=5, or none', 'default-hpa,fixed', parseBaselines))
    .option('--html <file>', 'write a self-contained HTML page with all policies')
    .option('--currency <code>', 'currency of the prices, for the HTML page, as in EUR')
    .option('--no-counterfactuals', 'do not search for the changes that help most of policies that miss an SLO')
    .option('--markdown', 'print Markdown for GitHub')
    .action(async (policies: string[], options: compareModule.CompareCommandOptions) => done(await COMMANDS.compare().compareCommand(policies, options, io)));

  command('backtest')
    .description('compare forecasts on recorded traffic, and print the one that pays off as code')
    .option('--trace <file>', 'recorded traffic of days or weeks (CSV, JSON lines, Prometheus JSON, access log), or the name of a generator')
    .option('--scenario <file>', 'scenario file with the traffic source (YAML)')
    .option('--horizon <durations>', 'forecast horizons, as in 10m,1h (default: 10m,30m,1h)', parseHorizons)
    .option('--json <file>', 'write the figures as JSON, - for standard output')
    .action(async (options: backtestModule.BacktestOptions) => done(await COMMANDS.backtest().backtestCommand(options, io)));

  command('suggest-schedule')
    .description('derive schedule windows from weeks of traffic, and list the days that they would have missed')
    .option('--trace <file>', 'recorded traffic of weeks (CSV, JSON lines, Prometheus JSON, access log), or the name of a generator')
    .option('--scenario <file>', 'scenario file with the traffic source (YAML)')
    .option('--per-replica <rps>', 'requests per second that one replica serves', parsePositive)
    .option('--timezone <name>', 'time zone of the windows, as in Europe/Berlin')
    .option('--start <time>', 'start of traffic without timestamps, as in 2024-03-11T00:00:00Z')
    .option('--min-replicas <n>', 'minimum replicas outside the windows', parseReplicas)
    .addOption(withDefault('--windows <n>', 'most windows', '6', parseWindows))
    .option('--json <file>', 'write the figures as JSON, - for standard output')
    .action(async (options: suggestScheduleModule.SuggestScheduleOptions) => done(await COMMANDS.suggestSchedule().suggestScheduleCommand(options, io)));

  lookingBack(command('record')
    .showHelpAfterError(exampleOf('record deploy --prometheus https://prometheus.example.com --last 4w --out shop.recording'))
    .description('record the history of autoscaled workloads from Prometheus or files')
    .argument('<files...>', 'manifests: files, folders, - for standard input; with --doctor also the folder of a recording')
    .option('--prometheus <url>', 'Prometheus to query, one query at a time'))
    .option('--out <folder>', 'folder to write; an interrupted recording is resumed, a complete one never overwritten')
    .option('--workload <names>', 'record only these workloads, as in web or shop/web, separated by commas', collect)
    .option('--namespace <name>', 'namespace of manifests without one (default: default)')
    .option('--queries <file>', 'custom queries and labels (YAML)')
    .option('--from-file <series=file>', 'series from a file, as in requests=web.csv or web:latency=web.json (repeatable)', collectOne)
    .option('--policy-history <path>', 'file or folder in Git with the history of the policies')
    .option('--sum', 'record workloads behind one Service as one')
    .option('--split', 'record workloads behind one Service separately (default)')
    .option('--doctor', 'report for each workload whether its history is sufficient, and the series or bucket to add; writes no recording')
    .option('--slo <text>', "SLO whose latency the recorded buckets have to resolve, as in 300ms or 'p99<300ms, 99.9%'")
    .option('--json <file>', 'write the diagnoses as JSON, - for standard output')
    .action(async (files: string[], options: recordModule.RecordOptions) => done(await COMMANDS.record().recordCommand(files, options, io)));

  onCluster(command('calibrate')
    .showHelpAfterError(exampleOf('calibrate deploy/ --recording shop.recording --out shop.scenario.yaml'))
    .description('fit service models to a recording, verify them on days that the fit did not use, and write a scenario')
    .argument('<files...>', 'manifests: files, folders, - for standard input')
    .requiredOption('--recording <folder>', 'recording, as written by record')
    .requiredOption('--out <file>', 'scenario file to write (YAML); its traffic is written beside it')
    .option('--scenario <file>', 'further settings to keep: SLO, cluster, pipeline (YAML)')
    .option('--slo <text>', "SLO of the requests, as in 300ms or 'p99<300ms' (default: the scenario's)"))
    .option('--autoscaler <name>', 'autoscaler to simulate where a workload has several, as in web or ScaledObject/web')
    .option('--force', 'overwrite existing files')
    .option('--json <file>', 'write the figures as JSON, - for standard output')
    .action(async (files: string[], options: calibrateModule.CalibrateOptions) => done(await COMMANDS.calibrate().calibrateCommand(files, options, io)));

  onCluster(withReplicaLimits(command('tune')
    .showHelpAfterError(exampleOf("tune deploy/ --scenario shop.scenario.yaml --slo 'p99<300ms, 99.9%' --out change/"))
    .description('search for the cheapest policy that holds an SLO, and verify it on days that the search did not use')
    .argument('<files...>', 'manifests: files, folders, - for standard input')
    .option('--scenario <file>', 'scenario file: service models, SLO, cluster, prices, traffic (YAML)')
    .option('--trace <file>', 'recorded traffic of days or weeks, or the name of a generator')
    .option('--slo <text>', "SLO that has to hold end to end, as in 300ms, 'p99<300ms', '99.9%<1s', 'p99<300ms, 99.9%' (default: the scenario's)")
    .option('--out <folder>', 'write the change as patches, edited files and the text of a pull request')
    .option('--values <files...>', 'Helm values that the manifests were rendered with'))
    .option('--gpu-quota <n>', 'maximum GPUs of all replicas of a workload', parseReplicas)
    .option('--budget <amount>', 'highest cost per day, in the currency of the prices (without prices: pod-hours)', parsePositive)
    .option('--most-change <share>', 'largest change of a setting in one rollout stage, as in 25%', parseShare)
    .option('--freeze <times...>', "times without rollouts in your own words, for the text of the pull request, as in 'Fri 16:00 to Mon 08:00'")
    .option('--schedule-only', 'change only schedules')
    .option('--resources-first', 'prefer CPU and memory as the only metrics where that costs no more')
    .option('--only <parts>', `change only these parts: ${KNOB_KINDS.join(', ')}`, parseKinds)
    .option('--slower <share>', 'hold the SLO even if requests take this much longer, as in 20%', parseShare)
    .option('--worth <share>', 'smallest saving that justifies a change, as in 3% (default: 3%)', parseShare)
    .option('--reserved <pool=nodes@price>', 'reserved nodes of a node pool, paid for whether used or not, as in general=3@0.05; can be repeated', parseReserved)
    .option('--spot <pool=share@price>', 'share of the nodes of a node pool that are spot instances, as in general=50%@0.03; can be repeated', parseSpot)
    .option('--choose-days <n>', 'number of days to choose a policy on (default: a quarter)', parseReplicas)
    .option('--judge-days <n>', 'number of last days to judge the chosen policy on (default: half)', parseReplicas)
    .option('--autoscaler <name>', 'autoscaler to tune where a workload has several, as in web or ScaledObject/web'))
    .option('--json <file>', 'write the figures as JSON, - for standard output')
    .action(async (files: string[], options: tuneModule.TuneCommandOptions) => done(await COMMANDS.tune().tuneCommand(files, options, io)));

  onCluster(withReplicaLimits(lookingBack(command('advise')
    .showHelpAfterError(exampleOf('advise deploy/ --prometheus https://prometheus.example.com --html advice.html'))
    .description('recommend settings for each autoscaled workload, verified on its recorded history; advise merge FOLDERS ranks the shards of a fleet')
    .argument('[files...]', 'manifests: files, folders, - for standard input; or merge and the work folders of the parts')
    .option('--prometheus <url>', 'Prometheus to read the history from')
    .option('--recording <folder>', 'recording to use instead of a Prometheus')
    .option('--slo <text>', "SLO that has to hold, as in 300ms, 'p99<300ms' or '99.9%<1s' (default: the scenario's)")
    .option('--scenario <file>', 'further settings: SLO, cluster, prices (YAML)')
    .addOption(withDefault('--work <folder>', 'folder for the output of each step; an interrupted run resumes there', 'advice', (text) => text))
    .option('--again', 'start over, and keep the track record')
    .option('--track-record <file>', 'file of past predictions and their outcomes (default: in the work folder)')
    .option('--out <folder>', 'folder for the changes, one folder per workload (default: in the work folder)')
    .option('--workload <names>', 'advise only on these workloads, as in web or shop/web, separated by commas', collect)
    .option('--only <parts>', `change only these parts: ${KNOB_KINDS.join(', ')}`, parseKinds)
    .option('--shard <part>', 'advise on one shard of the workloads, from 0/16 to 15/16')
    .option('--verify <folder>', 'compare the predictions in a work folder with --recording, and keep the track record'))
    .option('--queries <file>', 'custom queries and labels (YAML)')
    .option('--policy-history <path>', 'file or folder in Git with the history of the policies')))
    .option('--html <file>', 'write an HTML page with the evidence')
    .option('--json <file>', 'write the answers as JSON, - for standard output')
    .action(async (files: string[], options: adviseModule.AdviseOptions & { verify?: string }) => {
      const { verify } = options;
      if (verify !== undefined) return done(COMMANDS.adviseVerify().verifyCommand({ ...options, verify }, io));
      if (files[0] === 'merge') return done(COMMANDS.adviseMerge().adviseMerge(files.slice(1), options, io));
      return done(await COMMANDS.advise().adviseCommand(files, options, io));
    });

  command('check')
    .description('check manifests for autoscaling problems, errors and bad practice')
    .argument('[files...]', 'manifests: files, folders, - for standard input')
    .addOption(new Option('--output <format>', 'format of the findings').choices(CHECK_OUTPUTS).default('human'))
    .option('--complete', 'the manifests are complete: missing objects are errors')
    .option('--kubernetes <version>', 'version of the cluster, 1.28 to 1.37 (default: 1.28; fields of later versions are warnings)', parseKubernetes)
    .option('--keda <version>', 'version of KEDA, 2.16 to 2.21 (default: 2.21)', parseKeda)
    .option('--feature-gates <names>', 'feature gates that the cluster enables beyond the defaults of its version, separated by commas', (text) => text.split(','))
    .option('--baseline <file>', 'accept the findings that this file lists')
    .option('--update-baseline', 'write the current findings to the --baseline file')
    .option('--explain <rule>', 'explain a rule, as in KSC012')
    .option('--only <names>', 'report only these rules, topics (autoscaling, correctness, practice) and severities, separated by commas', collect)
    .option('--skip <names>', 'skip these rules, topics and severities', collect)
    .option('--fix [file]', 'write a patch with the safe fixes to a file or standard output (apply it with git apply or patch -p1)')
    .option('--fix-in-place', 'apply the safe fixes to the files')
    .action(async (files: string[], options: checkModule.CheckCommandOptions) =>
      done(await COMMANDS.check().checkCommand(files, options, io, ownPackage().version)));

  command('change')
    .description('write a policy change as patches, edited files and Helm values for a pull request')
    .argument('<change>', 'change file (JSON), such as change.json of a change folder')
    .argument('[files...]', 'manifests to change: files, folders, - for standard input')
    .addOption(withDefault('--out <folder>', 'folder for patches, stages and the text of a pull request', 'change', (text) => text))
    .option('--values <file>', 'Helm values that the manifests were rendered with; for several files, several times', (file: string, before: string[] = []) => [...before, file])
    .option('--histogram <name>', 'histogram of request durations in seconds that the alert reads (default: http_request_duration_seconds)')
    .option('--in-place', 'also edit the source files')
    .option('--compare <files>', 'write nothing, and compare these manifests with the change: a file, a folder, - for standard input')
    .action(async (file: string, files: string[], options: changeModule.ChangeCommandOptions) =>
      done(await COMMANDS.change().changeCommand(file, files, options, io)));

  command('list')
    .showHelpAfterError(exampleOf('list dist'))
    .description('list the objects in manifests and the settings of their autoscalers')
    .argument('<files...>', 'manifests: files, folders, - for standard input')
    .action(async (files: string[]) => done(await COMMANDS.list().list(files, io)));

  command('init')
    .description('create a repository with a chart, a policy, a simulator test and a CI workflow')
    .argument('[name]', 'name of the folder, the chart and the namespace, as in shop-search (default with --into: rag)')
    .addOption(new Option('--template <name>', 'what is written').choices(Object.keys(TEMPLATES)).default('app'))
    .option('--into <folder>', 'add a chart, a test and a workflow to an existing repository; overwrites nothing')
    .option('--package <tarball>', 'npm tarball to install this package from, for registries without it (default: the one that this package was installed from)')
    .action((name: string | undefined, options: initModule.InitOptions) => done(COMMANDS.init().initCommand(name, options, io)));

  command('playground')
    .description('serve a page on this machine to try a policy: paste an autoscaler, pick traffic, move sliders')
    .option('--port <n>', 'port of 127.0.0.1 (default: a free one)', parsePort)
    .action(async (options: playgroundModule.PlaygroundOptions) => done(await COMMANDS.playground().playgroundCommand(options, io)));

  command('completion')
    .description('print a completion script for a shell')
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

/** The versions of the cluster that manifests are judged for. */
function onCluster(command: Command): Command {
  return command
    .option('--kubernetes <version>', 'version of the cluster, 1.28 to 1.37', parseKubernetes)
    .option('--keda <version>', 'version of KEDA, 2.16 to 2.21 (default: 2.21)', parseKeda);
}

/** The limits of replicas that a search keeps to. */
function withReplicaLimits(command: Command): Command {
  return command
    .option('--min-replicas <n>', 'minimum replicas in each zone', parseReplicas)
    .option('--zones <n>', 'number of zones that the replicas are spread over', parseReplicas)
    .option('--max-replicas <n>', 'maximum replicas of a workload', parseReplicas);
}

/** The options of every command that reads history from a Prometheus. */
function lookingBack(command: Command): Command {
  return command
    .option('--token-env <name>', 'environment variable with a bearer token (default: PROMETHEUS_TOKEN)')
    .option('--token-file <file>', 'file with a bearer token')
    .option('--tenant <name>', 'tenant of a Mimir, Cortex or Thanos (headers X-Scope-OrgID and THANOS-TENANT)')
    .addOption(withDefault('--last <duration>', 'time to look back, as in 4w or 36h', '4w', parseSpan))
    .option('--from <time>', 'start, as in 2024-03-04T00:00:00Z')
    .option('--until <time>', 'end (default: now)')
    .option('--step <duration>', 'step of the series (default: 60s, or the scrape interval where that is longer)', parseSpan);
}

/** The options of every command that simulates. */
function simulating(command: Command): Command {
  return onCluster(command
    .option('--scenario <file>', 'scenario file: service models, SLO, cluster, faults, traffic (YAML)')
    .option('--trace <file>', 'recorded traffic (CSV, JSON lines, Prometheus JSON, access log), or the name of a generator such as flash-sale')
    .addOption(withDefault('--seeds <n>', 'number of seeds to run; shows the range of the results', '1', parseSeeds))
    .addOption(new Option('--method <method>', "simulation method (default: the scenario's, else auto)").choices(METHODS)))
    .option('--json <file>', 'write the figures as JSON, - for standard output')
    .option('--junit <file>', 'write the conditions of --fail-on as JUnit XML')
    .option('--verbose', 'print every assumption, every measure and the charts of every workload')
    .option('--fail-on <conditions>', "exit with status 1 if one of these holds, as in 'p99>300ms, flaps>2/h, back-to-min>20m, killed>0'");
}

/** Values of an option that may be given several times, with commas between them. */
function collect(text: string, before: readonly string[] = []): string[] {
  return [...before, ...text.split(',')];
}

/** Values of an option that may be given several times. */
function collectOne(text: string, before: readonly string[] = []): string[] {
  return [...before, text];
}
