import ControllerRuntime
import Controllers
import Testing

@Suite struct ControllersTests {
    /// Names stand in logs, metrics and events.
    @Test func everyControllerHasANameOfItsOwn() {
        let names = Controllers.all.map { $0.name }
        #expect(Set(names).count == names.count)
    }
}
