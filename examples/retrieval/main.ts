import { App } from 'cdk8s';
import { RetrievalChart } from './chart';

const app = new App();
new RetrievalChart(app, 'retrieval');
app.synth();
