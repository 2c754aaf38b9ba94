import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { describeManifest } from '../lib/manifest/manifest';
import { type Finding, RULES, runChecks } from '../lib/checks';
import { parseManifests } from '../lib/manifest/parse';
import { KubernetesVersion } from '../lib/values/kubernetes-version';
import { JUDGED } from './try-rules/judged';
import { JUDGED_IN_CHARTS } from './try-rules/judged-charts';

/** A template, of Helm or of a shell, is no manifest yet. */
const TEMPLATE = /\{\{|\$\{\w+\}/;
/** Tests, whose manifests may be wrong on purpose, and patches of other manifests. */
const NOT_MEANT = /(?:^|\/)(?:testdata|tests?|e2e|hack|invalid|vendor|patch(?:es)?|overlays?)(?:\/|$)|(?:patch|values|kustomization)[\w-]*\.ya?ml$/i;
const CLUSTER = { kubernetesVersion: KubernetesVersion.of('1.34'), featureGates: [] };

interface Count {
  findings: number;
  errors: number;
  right: number;
  readonly alarms: string[];
}

/** Findings of all rules in the files of a project, one run a file. */
function findingsIn(project: string): { readonly findings: { readonly file: string; readonly finding: Finding }[]; readonly objects: number } {
  let objects = 0;
  const findings = filesBelow(project).flatMap((path) => {
    const file = relative(project, path);
    const text = readFileSync(path, 'utf8');
    if (!text.includes('apiVersion') || TEMPLATE.test(text) || NOT_MEANT.test(file)) return [];
    const manifests = parseManifests(text, file).manifests.map(({ manifest }) => manifest);
    objects += manifests.length;
    return runChecks(manifests, { clusterOf: () => CLUSTER }).map((finding) => ({ file, finding }));
  });
  return { findings, objects };
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name)).map((entry) => join(entry.parentPath, entry.name)).sort();
}

/** Alarms in rendered Helm charts: findings on autoscaling and correctness that were not judged right. */
function alarmsInCharts(): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'charts-'));
  const { status } = spawnSync('sh', [join(__dirname, 'programs/charts.sh'), folder], { stdio: ['ignore', 'inherit', 'inherit'] });
  // the script has said why
  if (status !== 0) {
    rmSync(folder, { recursive: true });
    return [];
  }
  let [objects, right] = [0, 0];
  const alarms = filesBelow(folder).flatMap((path) => {
    const manifests = parseManifests(readFileSync(path, 'utf8'), path).manifests.map(({ manifest }) => manifest);
    const found = runChecks(manifests, { clusterOf: () => CLUSTER }).filter(({ rule }) => rule.topic !== 'practice');
    const wrong = found.filter(({ rule, manifest }) => !JUDGED_IN_CHARTS.some(({ rule: id, where }) => id === rule.id && where.test(`${basename(path)}: ${describeManifest(manifest)}`)));
    objects += manifests.length;
    right += found.length - wrong.length;
    process.stdout.write(`${basename(path)}: ${manifests.length} objects, ${found.length} findings on autoscaling and correctness, ${wrong.length} false alarms\n`);
    return wrong.map(({ rule, manifest, message }) => `${rule.id} ${basename(path)}: ${describeManifest(manifest)}: ${message}`);
  });
  process.stdout.write(`${objects} objects of rendered charts, ${right} findings right, ${alarms.length} false alarms\n`);
  rmSync(folder, { recursive: true });
  return alarms;
}

/**
 * Runs every rule on rendered charts and on manifests that public projects publish, and prints findings, judged errors
 * and false alarms by rule.
 */
function main(): void {
  const inCharts = alarmsInCharts();
  if (process.argv.includes('--charts')) {
    process.stdout.write(inCharts.map((alarm) => `${alarm}\n`).join(''));
    process.exitCode = inCharts.length > 0 ? 1 : 0;
    return;
  }
  const projects = execFileSync('sh', [join(__dirname, 'programs/manifests-of-others.sh')], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim().split('\n');
  const counts = new Map(RULES.map(({ id }) => [id, { findings: 0, errors: 0, right: 0, alarms: [] } as Count]));
  let objects = 0;
  for (const project of projects) {
    const name = project.replace(/^.*\/pkg\/mod\//, '').replace(/@.*$/, '');
    const result = findingsIn(project);
    objects += result.objects;
    process.stdout.write(`${name}: ${result.objects} objects, ${result.findings.length} findings\n`);
    for (const { file, finding } of result.findings) {
      const count = counts.get(finding.rule.id)!;
      count.findings++;
      if (finding.severity !== 'error') continue;
      count.errors++;
      const isRight = JUDGED.some(({ rules, where }) => rules.includes(finding.rule.id) && where.test(`${name}/${file}`));
      if (isRight) count.right++;
      else count.alarms.push(`${name}/${file}: ${describeManifest(finding.manifest)}: ${finding.message}`);
    }
  }
  process.stdout.write(`\n${'rule'.padEnd(8)}${'findings'.padStart(9)}${'errors'.padStart(8)}${'right'.padStart(7)}${'false alarms'.padStart(14)}\n`);
  for (const [id, { findings, errors, right, alarms }] of counts) {
    process.stdout.write(`${id.padEnd(8)}${String(findings).padStart(9)}${String(errors).padStart(8)}${String(right).padStart(7)}${String(alarms.length).padStart(14)}\n`);
  }
  const alarms = [...inCharts, ...Array.from(counts).flatMap(([id, { alarms: each }]) => each.map((alarm) => `${id} ${alarm}`))];
  process.stdout.write(`\n${objects} objects of ${projects.length} projects, ${alarms.length} false alarms\n${alarms.map((alarm) => `${alarm}\n`).join('')}`);
  process.exitCode = alarms.length > 0 ? 1 : 0;
}

if (require.main === module) main();
