import { App } from 'cdk8s';
import { MyRagChart } from './chart';

const app = new App();
new MyRagChart(app, 'my-rag');
app.synth();
