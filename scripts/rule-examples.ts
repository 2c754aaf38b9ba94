import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding, type Rule, runChecks } from '../lib/checks';
import { type Manifest } from '../lib/manifest/manifest';
import { parseManifests } from '../lib/manifest/parse';
import { KubernetesVersion } from '../lib/values/kubernetes-version';
import { ruleFiles } from './generate-rule-index';

/** The pair of examples beside a rule: `pdb-allows-drain.yaml` stands beside `pdb-allows-drain.ts`. */
export interface RuleExamples {
  readonly nonCompliant: string;
  readonly compliant: string;
  /** Kubernetes version that the manifests are written for. */
  readonly kubernetesVersion: KubernetesVersion;
}

const MARKS = /^(?:# Kubernetes (\d\.\d+)\n)?# Non-compliant\n([\s\S]*?)---\n# Compliant\n([\s\S]*)$/;

/**
 * Reads the examples of a rule.
 *
 * @throws if there is no file, or its two parts are not marked.
 */
export function examplesOf({ id }: Rule): RuleExamples {
  const { path } = ruleFiles().find((each) => each.id === id)!;
  const file = join(__dirname, '../lib/checks', `${path}.yaml`);
  const [, version, nonCompliant, compliant] = MARKS.exec(readFileSync(file, 'utf8')) ?? [];
  if (compliant === undefined) throw new Error(`${file} has no pair of examples; begin its parts with '# Non-compliant' and '---', '# Compliant'`);
  return { nonCompliant, compliant, kubernetesVersion: KubernetesVersion.of(version ?? '1.34') };
}

/** Findings of some rules in an example, which is all that there is in the cluster. */
export function findingsIn(yaml: string, kubernetesVersion: KubernetesVersion, rules?: readonly Rule[]): Finding[] {
  const { manifests, problems } = parseManifests(yaml, 'example.yaml');
  if (problems.length > 0) throw new Error(`${problems[0].message}\n${yaml}`);
  const objects = manifests.map(({ manifest }): Manifest => manifest);
  return runChecks(objects, { complete: true, rules, clusterOf: () => ({ kubernetesVersion, featureGates: [] }) });
}
