import { jsiiModule } from './jsii-module';
import { say } from './run';

/** Compiles the package root as a jsii module; what jsii refuses ends the script. */
const { files } = jsiiModule();
say(`${files} files are jsii-clean`);
