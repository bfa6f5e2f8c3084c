import APIServer

/// v1alpha1 has one reference with its type, v1beta1 one reference for each type.
extension Wardle.V1alpha1.Flunder: Convertible {
    public init(hub: Wardle.V1beta1.Flunder) {
        switch hub.spec.referenceType {
        case "Flunder": spec = Spec(reference: hub.spec.flunderReference, referenceType: "Flunder")
        case "Fischer": spec = Spec(reference: hub.spec.fischerReference, referenceType: "Fischer")
        default: spec = Spec()
        }
    }

    public var hub: Wardle.V1beta1.Flunder {
        var hub = Wardle.V1beta1.Flunder()
        switch spec.referenceType {
        case "Flunder":
            hub.spec.flunderReference = spec.reference
            hub.spec.referenceType = "Flunder"
        case "Fischer":
            hub.spec.fischerReference = spec.reference
            hub.spec.referenceType = "Fischer"
        default: break
        }
        return hub
    }
}
