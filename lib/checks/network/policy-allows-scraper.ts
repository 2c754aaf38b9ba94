import { templatesOf } from '../analysis/containers';
import { allowsPort, allowsScraper, policiesOf, rulesOf } from '../analysis/network';
import { type Rule } from '../rule/rule';
import { scrapedPortsOf } from '../analysis/scraped';

export const policyAllowsScraper: Rule = {
  id: 'KSC033',
  title: 'NetworkPolicy admits the metrics scraper',
  topic: 'correctness',
  severity: 'warning',
  reason: 'Prometheus cannot scrape the metrics: the HPA that scales on them stops scaling down, and alerts on them do not fire',
  whatToChange: 'allow ingress from Prometheus to the metrics port',
  source: 'kubernetes docs, network policies; prometheus-operator docs, PodMonitor',
  *check(manifests) {
    for (const { workload } of templatesOf(manifests)) {
      const policies = policiesOf(manifests, workload, 'Ingress');
      if (policies.length === 0) continue;
      const rules = rulesOf(policies, 'Ingress');
      for (const { port, by } of scrapedPortsOf(manifests, workload)) {
        if (rules.some((rule) => allowsPort(rule, port, 'TCP', { manifests, workload }) && allowsScraper(rule))) continue;
        yield { manifest: policies[0], message: `does not admit Prometheus to port ${port} of ${workload.kind} ${workload.metadata.name}, which ${by} scrapes; allow ingress to that port` };
      }
    }
  },
};
