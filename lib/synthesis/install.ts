import { Synthesis } from '../kube/synthesis';
import { MANIFEST_CHECKS } from './manifest-checks';

Synthesis.install(MANIFEST_CHECKS);
