import { describeManifest } from '../../manifest/manifest';
import { type ManifestSource } from '../../manifest/parse';
import { type CheckReport } from './check-report';

const TOPICS = ['autoscaling', 'correctness', 'practice'];

/**
 * Formats the report as workflow commands of GitHub Actions, shown as annotations on the lines of a change. Errors come
 * first, then autoscaling, since GitHub shows only the first ten of each level in a step. Suppressed and old findings
 * are omitted.
 */
export function formatGithub(report: CheckReport): string {
  const problems = report.problems.map((problem) => command('error', problem, 'cannot be read', problem.message));
  const open = report.findings.filter(({ isOld, finding }) => !isOld && finding.suppression === undefined);
  const ordered = [...open].sort((a, b) => rank(a.finding.severity, a.finding.rule.topic) - rank(b.finding.severity, b.finding.rule.topic));
  const lines = ordered.map(({ finding: { rule, manifest, message, severity }, source }) => command(severity, source, `${rule.id}: ${rule.title}`, `${describeManifest(manifest)}: ${message}`));
  return [...problems, ...lines].map((line) => `${line}\n`).join('');
}

function rank(severity: string, topic: string): number {
  return (severity === 'error' ? 0 : TOPICS.length) + TOPICS.indexOf(topic);
}

function command(level: string, source: ManifestSource | undefined, title: string, message: string): string {
  const properties = [...(source ? [`file=${property(source.file)}`, `line=${source.line}`] : []), `title=${property(title)}`];
  return `::${level} ${properties.join(',')}::${data(message)}`;
}

/** Escapes of actions/toolkit, packages/core/src/command.ts. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
