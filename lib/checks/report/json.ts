import { nameOf } from '../../manifest/manifest';
import { type CheckReport, summaryOf } from './check-report';

/** Formats the report as JSON. */
export function formatJson(report: CheckReport): string {
  const findings = report.findings.map(({ finding: { rule, manifest, message, severity, suppression, fix }, source, isOld }) => ({
    rule: rule.id,
    severity,
    message,
    object: { apiVersion: manifest.apiVersion, kind: manifest.kind, namespace: manifest.metadata.namespace, name: nameOf(manifest) },
    ...(source && { file: source.file, document: source.document, line: source.line }),
    ...(suppression !== undefined && { suppression }),
    ...(isOld && { baseline: true }),
    ...(fix && { fix }),
  }));
  return `${JSON.stringify({ findings, problems: report.problems, ...(report.unseenKinds?.size && { unseenKinds: Object.fromEntries(report.unseenKinds) }), summary: summaryOf(report) }, undefined, 2)}\n`;
}
