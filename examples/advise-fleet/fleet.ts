import { type AdviseFleetProps } from './chart';

/** A fleet of a thousand workloads in sixteen parts, four of them at a time. */
export const FLEET: AdviseFleetProps = {
  image: 'registry.example.com/platform/advise:2026-11-30',
  prometheus: { url: 'http://prometheus-operated.monitoring.svc:9090', namespace: 'monitoring', port: 9090 },
  parts: 16,
  parallel: 4,
};
