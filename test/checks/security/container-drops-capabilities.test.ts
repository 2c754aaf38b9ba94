import { containerDropsCapabilities } from '../../../lib/checks/security/container-drops-capabilities';
import { webContainer } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const capabilities = (drop: string[], add: string[] = []) => webContainer({ securityContext: { capabilities: { drop, add } } });

test('compliant: all are dropped, low ports may be bound', () => {
  expect(verdict(containerDropsCapabilities, capabilities(['ALL']), capabilities(['ALL'], ['NET_BIND_SERVICE']))).toEqual([]);
});

test('non-compliant: some are kept, or added', () => {
  expect(verdict(containerDropsCapabilities, capabilities(['NET_RAW']))).toEqual(["container 'main' keeps the default capabilities of the runtime; set capabilities.drop: [ALL]"]);
  expect(verdict(containerDropsCapabilities, capabilities(['ALL'], ['SYS_ADMIN']))).toEqual(["container 'main' adds SYS_ADMIN; only NET_BIND_SERVICE is allowed"]);
});
