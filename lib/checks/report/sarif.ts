import { type ManifestSource } from '../../manifest/parse';
import { describeManifest } from '../../manifest/manifest';
import { type Rule } from '../rule/rule';
import { fingerprintOf } from './baseline';
import { type CheckReport, type ReportedFinding } from './check-report';

/** Description of the tool in a SARIF report. */
export interface SarifTool {
  readonly version: string;
  readonly rules: readonly Rule[];
}

/** Formats the report as SARIF 2.1.0, which code hosts show beside the lines of a change. */
export function formatSarif(report: CheckReport, tool: SarifTool): string {
  const positions = new Map(tool.rules.map(({ id }, position) => [id, position]));
  const run = {
    tool: { driver: { name: 'cdk8s-kotaemon', version: tool.version, informationUri: 'https://github.com/cdk8s-kotaemon/cdk8s-kotaemon', rules: tool.rules.map(describeRule) } },
    columnKind: 'utf16CodeUnits',
    invocations: [{
      executionSuccessful: report.problems.length === 0,
      toolExecutionNotifications: report.problems.map((problem) => ({ level: 'error', message: { text: problem.message }, locations: [{ physicalLocation: physical(problem) }] })),
    }],
    results: report.findings.map((each) => result(each, positions)),
  };
  return `${JSON.stringify({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }, undefined, 2)}\n`;
}

function describeRule({ id, title, severity, topic, reason, whatToChange, source }: Rule): object {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: reason },
    help: { text: `${whatToChange}. Source: ${source}.` },
    defaultConfiguration: { level: severity },
    properties: { tags: [topic] },
  };
}

function result({ finding, source, isOld }: ReportedFinding, positions: ReadonlyMap<string, number>): object {
  const { rule, manifest, message, severity, suppression } = finding;
  return {
    ruleId: rule.id,
    ruleIndex: positions.get(rule.id) ?? -1,
    level: severity,
    message: { text: `${describeManifest(manifest)}: ${message}` },
    locations: [{ ...(source && { physicalLocation: physical(source) }), logicalLocations: [{ fullyQualifiedName: describeManifest(manifest), kind: 'object' }] }],
    partialFingerprints: { 'object/v1': fingerprintOf(finding) },
    baselineState: isOld ? 'unchanged' : 'new',
    ...(suppression !== undefined && { suppressions: [{ kind: 'inSource', justification: suppression }] }),
  };
}

function physical({ file, line }: ManifestSource): object {
  return { artifactLocation: { uri: uriOf(file) }, region: { startLine: line } };
}

function uriOf(file: string): string {
  const path = encodeURI(file.replaceAll('\\', '/')).replaceAll('#', '%23').replaceAll('?', '%3F');
  if (path.startsWith('/')) return `file://${path}`;
  return /^[A-Za-z]:\//.test(path) ? `file:///${path}` : path.replace(/^(?:\.\/)+/, '');
}
