import { App } from 'cdk8s';
import { CPU_ALONE, LAYERED, MondayMorningChart } from './chart';

// The two policies are alternatives for one cluster, so an app has one of them.
const app = new App();
if (process.env.POLICY === 'cpu-alone') new MondayMorningChart(app, 'cpu-alone', { scaling: CPU_ALONE });
else new MondayMorningChart(app, 'layered', { scaling: LAYERED });
app.synth();
