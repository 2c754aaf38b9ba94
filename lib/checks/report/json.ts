import { nameOf } from '../../manifest/manifest';
import { type CheckReport, summaryOf } from './check-report';

/** The report for programs. */
export function formatJson(report: CheckReport): string {
  const findings = report.findings.map(({ finding: { rule, manifest, message, severity, suppression }, source, isOld }) => ({
    rule: rule.id,
    severity,
    message,
    object: { apiVersion: manifest.apiVersion, kind: manifest.kind, namespace: manifest.metadata.namespace, name: nameOf(manifest) },
    ...(source && { file: source.file, document: source.document, line: source.line }),
    ...(suppression !== undefined && { suppression }),
    ...(isOld && { baseline: true }),
  }));
  return `${JSON.stringify({ findings, problems: report.problems, summary: summaryOf(report) }, undefined, 2)}\n`;
}
