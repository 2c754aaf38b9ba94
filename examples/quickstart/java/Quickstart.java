import io.github.cdk8skotaemon.KotaemonModule;
import io.github.cdk8skotaemon.ModuleRole;
import io.github.cdk8skotaemon.ModuleScaling;
import io.github.cdk8skotaemon.ScalingMetric;
import io.github.cdk8skotaemon.ScalingRate;
import io.github.cdk8skotaemon.ScalingRules;
import java.util.List;
import org.cdk8s.App;
import org.cdk8s.Chart;
import org.cdk8s.ChartProps;
import org.cdk8s.Duration;
import software.constructs.Construct;

/** One autoscaled RAG service. */
public class Quickstart extends Chart {
    public Quickstart(Construct scope, String id) {
        super(scope, id, ChartProps.builder().namespace("ai-services").build());
        KotaemonModule.Builder.create(this, "kotaemon-app")
            .image("registry.example.com/rag/app:1.4.2")
            .port(8000)
            .role(ModuleRole.custom("app"))
            .deploymentName("kotaemon-deployment")
            .scaling(ModuleScaling.builder()
                .name("kotaemon-app-hpa")
                .minReplicas(2)
                .maxReplicas(20)
                .metrics(List.of(ScalingMetric.cpuUtilization(60), ScalingMetric.requestsPerSecond(100)))
                .scaleUp(ScalingRules.builder()
                    .stabilizationWindow(Duration.seconds(30))
                    .policies(List.of(ScalingRate.percent(100, Duration.seconds(15))))
                    .build())
                .build())
            .build();
    }

    public static void main(String[] args) {
        App app = new App();
        new Quickstart(app, "quickstart");
        app.synth();
    }
}
