import ControllerRuntime
import Controllers

await ControllerManagerCommand(name: "controller-manager", reconcilers: Controllers.all).main()
